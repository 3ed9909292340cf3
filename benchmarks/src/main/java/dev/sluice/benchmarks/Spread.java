package dev.sluice.benchmarks;

import java.util.Arrays;

/// One quantity over several rounds: the median, and how far apart the rounds were.
public record Spread(double median, double least, double most) {

  /// @param values one a round, at least one
  public static Spread of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /// `12.3 (11.9–13.0)`; the range is left out where there is none.
  @Override
  public String toString() {
    String middle = Target.number(median);
    return least == most
        ? middle
        : "%s (%s–%s)".formatted(middle, Target.number(least), Target.number(most));
  }
}
