package dev.sluice.simulator;

import java.time.Duration;
import java.util.List;

/// The time of the fixed batch design: send a group, wait for all of it, send the next.
public final class BatchDesign {

  private BatchDesign() {}

  /// Seconds from the first send to the last answer: the sum over consecutive groups of the slowest
  /// in each.
  ///
  /// @param size messages in a group; the last group may be smaller
  public static double seconds(List<Duration> latencies, int size) {
    Checks.atLeastOne("size", size);
    double total = 0;
    for (int from = 0; from < latencies.size(); from += size) {
      List<Duration> group = latencies.subList(from, Math.min(from + size, latencies.size()));
      total += group.stream().mapToDouble(Sequential::inSeconds).max().orElse(0);
    }
    return total;
  }
}
