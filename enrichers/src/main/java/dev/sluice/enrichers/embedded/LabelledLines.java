package dev.sluice.enrichers.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Lines with labels that people gave, read from a CSV file whose first line names its columns.
public final class LabelledLines {

  /// Larger files are refused: a million lines of ordinary length. They are read as a whole.
  static final long FILE_BYTES_MAX = 100_000_000;

  private LabelledLines() {}

  /// One line.
  public record Labelled(String text, String label) {
    /// Never repeats the text.
    @Override
    public String toString() {
      return "Labelled[%s]".formatted(label);
    }
  }

  /// Reads a file in UTF-8, with fields as RFC 4180 quotes them. Empty lines are skipped; further
  /// columns are ignored.
  ///
  /// @param textColumn the column with the text, usually `text`
  /// @param labelColumn the column with the label, usually `label`
  /// @throws InvalidLabelledFile naming file, line and what is wrong
  /// @throws IOException when the file cannot be read
  public static List<Labelled> read(Path file, String textColumn, String labelColumn)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new InvalidLabelledFile(name, 1, "must be at most %d bytes".formatted(FILE_BYTES_MAX));
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      return parse(name, text, textColumn, labelColumn);
    } catch (CharacterCodingException e) {
      throw new InvalidLabelledFile(name, 1, "must be in UTF-8");
    }
  }

  static List<Labelled> parse(String name, String text, String textColumn, String labelColumn) {
    List<Csv.Row> rows = Csv.rows(name, text);
    if (rows.isEmpty()) {
      throw new InvalidLabelledFile(name, 1, "must begin with the names of its columns");
    }
    List<String> header = rows.getFirst().fields();
    int textAt = column(name, header, textColumn);
    int labelAt = column(name, header, labelColumn);
    List<Labelled> lines = new ArrayList<>();
    for (Csv.Row row : rows.subList(1, rows.size())) {
      if (row.fields().size() != header.size()) {
        throw new InvalidLabelledFile(
            name,
            row.line(),
            "has %d fields, must have %d".formatted(row.fields().size(), header.size()));
      }
      String label = row.fields().get(labelAt).strip();
      if (label.isEmpty()) {
        throw new InvalidLabelledFile(name, row.line(), "must have a " + labelColumn);
      }
      lines.add(new Labelled(row.fields().get(textAt), label));
    }
    if (lines.isEmpty()) {
      throw new InvalidLabelledFile(name, rows.getFirst().line(), "must be followed by a line");
    }
    return List.copyOf(lines);
  }

  private static int column(String name, List<String> header, String column) {
    int at = header.indexOf(column);
    if (at < 0) {
      throw new InvalidLabelledFile(
          name, 1, "must name a column '%s', names %s".formatted(column, header));
    }
    return at;
  }
}
