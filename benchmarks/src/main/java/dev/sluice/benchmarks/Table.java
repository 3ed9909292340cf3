package dev.sluice.benchmarks;

import java.util.ArrayList;
import java.util.List;

/// What was measured, as it is printed.
///
/// @param columns their headings; each row has as many cells
/// @param notes what a reader has to know to believe the numbers: sizes, settings, versions
public record Table(
    String title, List<String> columns, List<List<String>> rows, List<String> notes) {

  /// @throws IllegalArgumentException when a row has more or fewer cells than there are columns
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    notes = List.copyOf(notes);
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "row %s of table '%s' must have %d cells".formatted(row, title, columns.size()));
      }
    }
  }

  /// A table without rows yet.
  public static Table of(String title, String... columns) {
    return new Table(title, List.of(columns), List.of(), List.of());
  }

  public Table row(String... cells) {
    List<List<String>> more = new ArrayList<>(rows);
    more.add(List.of(cells));
    return new Table(title, columns, more, notes);
  }

  public Table note(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new Table(title, columns, rows, more);
  }
}
