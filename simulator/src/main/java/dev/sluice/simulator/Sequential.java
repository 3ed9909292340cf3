package dev.sluice.simulator;

import java.time.Duration;
import java.util.List;

/// The time of the oldest design: one send after the other.
public final class Sequential {

  private Sequential() {}

  /// Seconds from the first send to the last answer: the sum.
  public static double seconds(List<Duration> latencies) {
    return latencies.stream().mapToDouble(Sequential::inSeconds).sum();
  }

  static double inSeconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
