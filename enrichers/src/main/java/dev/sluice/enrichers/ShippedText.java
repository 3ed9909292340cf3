package dev.sluice.enrichers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A text file that ships inside this module: sections of `number: term, term, …` lines. `#` begins
/// a comment line.
///
/// @param name the file's name, for errors
/// @param sections in the order of the file
record ShippedText(String name, List<Section> sections) {

  /// What stands under one `[heading]`; filled while the file is read.
  ///
  /// @param heading the words between the brackets
  record Section(String heading, List<Entry> entries) {
    Section(String heading) {
      this(heading, new ArrayList<>());
    }
  }

  /// One line: a number and the terms it is given to.
  ///
  /// @param line counted from 1
  record Entry(int line, double number, List<String> terms) {}

  /// Reads a file of this package.
  ///
  /// @throws IllegalStateException when it is not in the jar
  /// @throws IllegalArgumentException when a line breaks the format, naming file and line
  static ShippedText read(String name) {
    return parse(name, text(name));
  }

  /// A file of this package or below it, as it stands.
  ///
  /// @throws IllegalStateException when it is not in the jar
  static String text(String name) {
    try (InputStream in = ShippedText.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the file %s is missing from the jar".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the file %s cannot be read".formatted(name), e);
    }
  }

  /// Reads the format from text.
  ///
  /// @throws IllegalArgumentException when a line breaks the format, naming file and line
  static ShippedText parse(String name, String text) {
    List<Section> sections = new ArrayList<>();
    List<String> lines = text.lines().map(String::strip).toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        sections.add(new Section(line.substring(1, line.length() - 1).strip()));
      } else if (sections.isEmpty()) {
        throw broken(name, i + 1, "a [heading] must come first");
      } else {
        sections.getLast().entries().add(entry(name, i + 1, line));
      }
    }
    return new ShippedText(name, List.copyOf(sections));
  }

  private static Entry entry(String name, int line, String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw broken(name, line, "must be 'number: term, term'");
    }
    List<String> terms =
        List.of(text.substring(colon + 1).split(",")).stream()
            .map(String::strip)
            .filter(term -> !term.isEmpty())
            .toList();
    if (terms.isEmpty()) {
      throw broken(name, line, "must name at least one term");
    }
    try {
      return new Entry(line, Double.parseDouble(text.substring(0, colon).strip()), terms);
    } catch (NumberFormatException e) {
      throw broken(name, line, "must begin with a number");
    }
  }

  private static IllegalArgumentException broken(String name, int line, String constraint) {
    return new IllegalArgumentException("%s:%d: %s".formatted(name, line, constraint));
  }
}
