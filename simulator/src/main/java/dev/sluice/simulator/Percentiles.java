package dev.sluice.simulator;

import java.util.Arrays;

/// A distribution of times in milliseconds, by nearest rank; all 0 when nothing was measured.
///
/// @param count how many times were measured
public record Percentiles(int count, double p50, double p99, double max) {

  private static final double NANOS_PER_MILLI = 1e6;

  /// The distribution of times given in nanoseconds, in any order.
  public static Percentiles ofNanos(long... nanos) {
    if (nanos.length == 0) {
      return new Percentiles(0, 0, 0, 0);
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Percentiles(sorted.length, rank(sorted, 0.50), rank(sorted, 0.99), rank(sorted, 1));
  }

  private static double rank(long[] sorted, double quantile) {
    int rank = (int) Math.ceil(quantile * sorted.length);
    return sorted[Math.max(rank, 1) - 1] / NANOS_PER_MILLI;
  }
}
