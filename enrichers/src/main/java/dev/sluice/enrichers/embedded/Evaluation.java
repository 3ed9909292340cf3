package dev.sluice.enrichers.embedded;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How well a model's answers agree with labels that people gave. Immutable; pure.
///
/// @param lines how many lines were judged
/// @param accuracy the share of lines answered as labelled, 0 to 1
/// @param macroF1 the mean F1 of the labels that people gave, 0 to 1; a label that only the model
///   used has none, but each use counts against the label it stood for
/// @param told how many lines were answered with a label that people gave, and not with one the
///   model has for what it cannot tell, such as `other` or `unknown`
/// @param accuracyOfTold the share of those answered as labelled, 0 to 1; 0 without any
/// @param labels every label of either side, in alphabetical order
/// @param confusions what was taken for something else, the most frequent first
public record Evaluation(
    int lines,
    double accuracy,
    double macroF1,
    int told,
    double accuracyOfTold,
    List<LabelScore> labels,
    List<Confusion> confusions) {

  /// A line, judged.
  ///
  /// @param expected the label a person gave
  /// @param answered the model's
  public record Judgement(String expected, String answered) {}

  /// How well one label was told.
  ///
  /// @param precision the share of the model's uses that were right; 0 without a use
  /// @param recall the share of the lines of this label that were found; 0 without a line
  /// @param support lines of this label
  /// @param answered uses by the model
  public record LabelScore(
      String label, double precision, double recall, int support, int answered) {

    /// The harmonic mean of precision and recall.
    public double f1() {
      double sum = precision + recall;
      return sum == 0 ? 0 : 2 * precision * recall / sum;
    }
  }

  /// One label taken for another.
  public record Confusion(String expected, String answered, int lines) {}

  public Evaluation {
    labels = List.copyOf(labels);
    confusions = List.copyOf(confusions);
  }

  /// Compares answers with labels.
  ///
  /// @throws IllegalArgumentException when there are none
  public static Evaluation of(List<Judgement> judgements) {
    if (judgements.isEmpty()) {
      throw new IllegalArgumentException("nothing to evaluate: no line was judged");
    }
    Map<String, Count> counts = new TreeMap<>();
    Map<Judgement, Integer> wrong = new HashMap<>();
    int right = 0;
    for (Judgement judgement : judgements) {
      Count expected = counts.computeIfAbsent(judgement.expected(), label -> new Count());
      Count answered = counts.computeIfAbsent(judgement.answered(), label -> new Count());
      expected.support++;
      answered.answered++;
      if (judgement.expected().equals(judgement.answered())) {
        expected.right++;
        right++;
      } else {
        wrong.merge(judgement, 1, Integer::sum);
      }
    }
    List<LabelScore> labels = new ArrayList<>();
    counts.forEach((label, count) -> labels.add(count.score(label)));
    double macroF1 =
        labels.stream()
            .filter(label -> label.support() > 0)
            .mapToDouble(LabelScore::f1)
            .average()
            .orElse(0);
    int told =
        labels.stream().filter(label -> label.support() > 0).mapToInt(LabelScore::answered).sum();
    return new Evaluation(
        judgements.size(),
        (double) right / judgements.size(),
        macroF1,
        told,
        told == 0 ? 0 : (double) right / told,
        labels,
        confusions(wrong));
  }

  private static List<Confusion> confusions(Map<Judgement, Integer> wrong) {
    return wrong.entrySet().stream()
        .map(it -> new Confusion(it.getKey().expected(), it.getKey().answered(), it.getValue()))
        .sorted(
            Comparator.comparingInt((Confusion it) -> -it.lines())
                .thenComparing(Confusion::expected)
                .thenComparing(Confusion::answered))
        .toList();
  }

  /// Counts of one label.
  private static final class Count {
    private int support;
    private int answered;
    private int right;

    LabelScore score(String label) {
      return new LabelScore(
          label, share(right, answered), share(right, support), support, answered);
    }

    private static double share(int part, int whole) {
      return whole == 0 ? 0 : (double) part / whole;
    }
  }
}
