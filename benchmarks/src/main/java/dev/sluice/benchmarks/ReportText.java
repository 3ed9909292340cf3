package dev.sluice.benchmarks;

import java.util.ArrayList;
import java.util.List;

/// A report as a person reads it in a terminal. Pure.
final class ReportText {

  private static final String GAP = "  ";

  private ReportText() {}

  static String of(Report report) {
    StringBuilder page = new StringBuilder();
    page.append(
        "%n%s: %d rounds, medians (least–most)%n".formatted(report.scenario(), report.rounds()));
    page.append(report.environment().line()).append(System.lineSeparator());
    report.tables().forEach(table -> append(page, table));
    append(page, targets(report));
    page.append("%n%s%n".formatted(report.ok() ? "OK" : "NOT OK"));
    return page.toString();
  }

  /// The targets as a table of their own.
  static Table targets(Report report) {
    Table table = Table.of("Targets", "what", "measured", "target", "");
    for (Target it : report.targets()) {
      table =
          table.row(
              it.what(),
              (it.valueText() + " " + it.unit()).strip(),
              (it.target() + " " + it.unit()).strip(),
              it.ok() ? "ok" : "MISSED");
    }
    return table;
  }

  private static void append(StringBuilder page, Table table) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.columns());
    lines.addAll(table.rows());
    int[] widths = widths(lines);
    page.append("%n%s%n".formatted(table.title()));
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder(GAP);
      for (int i = 0; i < line.size(); i++) {
        text.append(line.get(i)).repeat(' ', widths[i] - line.get(i).length()).append(GAP);
      }
      page.append(text.toString().stripTrailing()).append(System.lineSeparator());
    }
    table.notes().forEach(note -> page.append("%s* %s%n".formatted(GAP, note)));
  }

  private static int[] widths(List<List<String>> lines) {
    int[] widths = new int[lines.getFirst().size()];
    for (List<String> line : lines) {
      for (int i = 0; i < line.size(); i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return widths;
  }
}
