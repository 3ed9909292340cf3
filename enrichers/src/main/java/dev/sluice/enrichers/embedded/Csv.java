package dev.sluice.enrichers.embedded;

import java.util.ArrayList;
import java.util.List;

/// Cuts text into rows and fields as RFC 4180 has them: fields between commas, those with a comma,
/// a quote or a line break between quotes, a quote within them doubled.
final class Csv {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String name;
  private final String text;
  private final List<Row> rows = new ArrayList<>();
  private List<String> fields = new ArrayList<>();
  private int place;
  private int line = 1;
  private int rowLine = 1;

  private Csv(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /// @param line where it begins, counted from 1
  record Row(int line, List<String> fields) {}

  /// All rows but the empty ones.
  ///
  /// @throws InvalidLabelledFile when a quote is not closed, or something follows a closed one
  static List<Row> rows(String name, String text) {
    Csv reading = new Csv(name, text);
    if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      reading.place = 1;
    }
    while (reading.place < text.length()) {
      reading.field();
    }
    reading.endRow();
    return reading.rows;
  }

  private void field() {
    fields.add(text.charAt(place) == '"' ? quoted() : plain());
    if (place == text.length()) {
      return;
    }
    char after = text.charAt(place++);
    if (after == ',') {
      if (place == text.length()) {
        fields.add("");
      }
      return;
    }
    if (after == '\r' && place < text.length() && text.charAt(place) == '\n') {
      place++;
    }
    endRow();
    line++;
    rowLine = line;
  }

  private String plain() {
    int start = place;
    while (place < text.length() && ",\r\n".indexOf(text.charAt(place)) < 0) {
      place++;
    }
    return text.substring(start, place);
  }

  private String quoted() {
    StringBuilder field = new StringBuilder();
    int opened = line;
    place++;
    while (place < text.length()) {
      char c = text.charAt(place++);
      if (c == '"') {
        if (place == text.length() || ",\r\n".indexOf(text.charAt(place)) >= 0) {
          return field.toString();
        }
        if (text.charAt(place++) != '"') {
          throw new InvalidLabelledFile(name, line, "must have a comma after a closing quote");
        }
      } else if (c == '\n') {
        line++;
      }
      field.append(c);
    }
    throw new InvalidLabelledFile(name, opened, "opens a quote that nothing closes");
  }

  private void endRow() {
    boolean empty = fields.isEmpty() || (fields.size() == 1 && fields.getFirst().isBlank());
    if (!empty) {
      rows.add(new Row(rowLine, List.copyOf(fields)));
    }
    fields = new ArrayList<>();
  }
}
