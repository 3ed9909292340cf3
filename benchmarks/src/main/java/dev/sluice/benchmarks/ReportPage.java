package dev.sluice.benchmarks;

import java.util.List;
import java.util.stream.Collectors;

/// A report as a section of a Markdown page, between two marks that name its scenario. Pure.
///
/// Nobody edits between the marks: a test compares them with the committed results.
final class ReportPage {

  private ReportPage() {}

  /// The section, marks included.
  static String sectionOf(Report report) {
    StringBuilder section = new StringBuilder(begin(report.scenario())).append('\n');
    section.append("%nMeasured on %s.%n".formatted(report.environment().line()));
    append(section, ReportText.targets(report));
    report.tables().forEach(table -> append(section, table));
    return section.append('\n').append(end(report.scenario())).toString().replace("\r\n", "\n");
  }

  /// The page with the report's section in the place of the one it had.
  ///
  /// @throws IllegalArgumentException when the page has no marks of that scenario
  static String replaceIn(String page, Report report) {
    String old = sectionIn(page, report.scenario());
    return page.replace(old, sectionOf(report));
  }

  /// The section of a scenario in a page, marks included.
  ///
  /// @throws IllegalArgumentException when the page has no marks of that scenario
  static String sectionIn(String page, String scenario) {
    int from = page.indexOf(begin(scenario));
    int to = page.indexOf(end(scenario));
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "the page must hold the lines %s and %s".formatted(begin(scenario), end(scenario)));
    }
    return page.substring(from, to + end(scenario).length());
  }

  private static String begin(String scenario) {
    return "<!-- bench " + scenario + " -->";
  }

  private static String end(String scenario) {
    return "<!-- end of bench " + scenario + " -->";
  }

  private static void append(StringBuilder section, Table table) {
    section.append("%n### %s%n%n".formatted(table.title()));
    line(section, table.columns());
    line(section, table.columns().stream().map(column -> "---").toList());
    table.rows().forEach(row -> line(section, row));
    if (!table.notes().isEmpty()) {
      section.append('\n');
      table.notes().forEach(note -> section.append("- %s%n".formatted(note)));
    }
  }

  private static void line(StringBuilder section, List<String> cells) {
    section.append(
        cells.stream()
            .map(cell -> cell.replace("|", "\\|"))
            .collect(Collectors.joining(" | ", "| ", " |")));
    section.append('\n');
  }
}
