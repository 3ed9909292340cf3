package dev.sluice.enrichers.embedded;

import dev.sluice.schemas.Sentiment.Label;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A text file of this package, line by line, cut at its tabs. `#` begins a comment line.
///
/// @param name the file's name, for errors
/// @param lines those that say something
record ShippedLines(String name, List<Line> lines) {

  /// One line.
  ///
  /// @param number counted from 1
  /// @param fields at least one
  record Line(int number, List<String> fields) {}

  /// Reads a file of this package.
  ///
  /// @throws IllegalStateException when it is not in the jar
  static ShippedLines read(String name) {
    try (InputStream in = ShippedLines.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the file %s is missing from the jar".formatted(name));
      }
      return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the file %s cannot be read".formatted(name), e);
    }
  }

  /// Cuts text into lines and fields.
  static ShippedLines parse(String name, String text) {
    List<Line> lines = new ArrayList<>();
    List<String> all = text.lines().toList();
    for (int i = 0; i < all.size(); i++) {
      String line = all.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        lines.add(
            new Line(i + 1, List.of(line.split("\t", -1)).stream().map(String::strip).toList()));
      }
    }
    return new ShippedLines(name, List.copyOf(lines));
  }

  /// The label that a field names: `negative`, `neutral` or `positive`.
  ///
  /// @throws IllegalArgumentException when it is none of them, naming file and line
  Label label(Line line, String field) {
    for (Label label : List.of(Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE)) {
      if (label.name().toLowerCase(Locale.ROOT).equals(field)) {
        return label;
      }
    }
    throw broken(line, "must say negative, neutral or positive");
  }

  IllegalArgumentException broken(Line line, String constraint) {
    return new IllegalArgumentException("%s:%d: %s".formatted(name, line.number(), constraint));
  }
}
