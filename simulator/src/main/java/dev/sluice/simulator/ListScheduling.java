package dev.sluice.simulator;

import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;

/// The time of an ideal window: the next message starts at the moment any of the window ends.
///
/// Nothing that keeps the order of starts can be faster with the same window.
public final class ListScheduling {

  private ListScheduling() {}

  /// Seconds from the first send to the last answer.
  ///
  /// @param window messages in flight at once
  public static double seconds(List<Duration> latencies, int window) {
    Checks.atLeastOne("window", window);
    PriorityQueue<Double> ends = new PriorityQueue<>();
    double last = 0;
    for (Duration latency : latencies) {
      double start = ends.size() < window ? 0 : ends.remove();
      double end = start + Sequential.inSeconds(latency);
      ends.add(end);
      last = Math.max(last, end);
    }
    return last;
  }
}
