package dev.sluice.benchmarks.dispatch;

import dev.sluice.schemas.Correlation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One request as the provider saw it. Times are of [System#nanoTime].
///
/// @param correlation what the sender said the message is
/// @param leftNanos when its answer was ready; [#OPEN] while there is none
record Visit(String correlation, long arrivedNanos, long leftNanos, boolean accepted) {

  /// Later than any answer.
  static final long OPEN = Long.MAX_VALUE;

  /// Our own id of the message.
  String messageId() {
    return Correlation.parse(correlation).messageId();
  }

  boolean isOpen() {
    return leftNanos == OPEN;
  }

  /// The most visits under way at once.
  static int peak(List<Visit> visits) {
    List<Step> steps = new ArrayList<>();
    for (Visit visit : visits) {
      steps.add(new Step(visit.arrivedNanos, 1));
      steps.add(new Step(visit.leftNanos, -1));
    }
    // Who leaves at the moment another comes makes room for it.
    steps.sort(Comparator.comparingLong(Step::atNanos).thenComparingInt(Step::change));
    int now = 0;
    int peak = 0;
    for (Step step : steps) {
      now += step.change;
      peak = Math.max(peak, now);
    }
    return peak;
  }

  /// The longest time between two arrivals; 0 with fewer than two.
  static long longestGapNanos(List<Visit> visits) {
    long[] arrivals = visits.stream().mapToLong(Visit::arrivedNanos).sorted().toArray();
    long longest = 0;
    for (int i = 1; i < arrivals.length; i++) {
      longest = Math.max(longest, arrivals[i] - arrivals[i - 1]);
    }
    return longest;
  }

  private record Step(long atNanos, int change) {}
}
