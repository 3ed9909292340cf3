package dev.sluice.launcher;

import dev.sluice.enrichers.embedded.Evaluation;
import dev.sluice.enrichers.embedded.Evaluation.LabelScore;
import java.util.Locale;

/// An evaluation as a person reads it. Pure.
final class EvaluationPage {

  /// More pairs than this are noise, and nobody reads them.
  private static final int CONFUSIONS_MAX = 10;

  private EvaluationPage() {}

  static String of(Evaluation evaluation) {
    StringBuilder page = new StringBuilder();
    line(
        page,
        "%d lines, accuracy %.3f, macro-F1 %.3f",
        evaluation.lines(),
        evaluation.accuracy(),
        evaluation.macroF1());
    if (evaluation.told() < evaluation.lines()) {
      line(
          page,
          "%d of them were answered with a label of the file, %.3f of these as labelled",
          evaluation.told(),
          evaluation.accuracyOfTold());
    }
    line(page, "");
    int width = evaluation.labels().stream().mapToInt(it -> it.label().length()).max().orElse(0);
    line(page, "%-" + width + "s  precision  recall     F1  lines", "");
    for (LabelScore label : evaluation.labels()) {
      line(
          page,
          "%-" + width + "s  %9.3f  %6.3f  %5.3f  %5d",
          label.label(),
          label.precision(),
          label.recall(),
          label.f1(),
          label.support());
    }
    if (!evaluation.confusions().isEmpty()) {
      line(page, "");
      line(page, "most often taken for something else:");
      evaluation.confusions().stream()
          .limit(CONFUSIONS_MAX)
          .forEach(
              it -> line(page, "%5d  %s taken for %s", it.lines(), it.expected(), it.answered()));
    }
    return page.toString();
  }

  private static void line(StringBuilder page, String format, Object... arguments) {
    page.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
  }
}
