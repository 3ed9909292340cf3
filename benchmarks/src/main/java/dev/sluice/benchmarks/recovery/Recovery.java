package dev.sluice.benchmarks.recovery;

import dev.sluice.benchmarks.Spread;
import dev.sluice.benchmarks.rig.Waits;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// How long an instance was away.
///
/// @param calls model calls under way when it died
/// @param next from the SIGKILL to the next output of its partitions that could be read
/// @param all from the SIGKILL until each partition had one
record Recovery(int calls, Duration next, Duration all) {

  private static final double NANOS = 1e9;

  /// Sends one message to each partition and waits until something new has come out of each.
  ///
  /// @param ends where the outputs ended when it was dead
  static Recovery observe(Ground ground, Kill kill, Map<Integer, Long> ends) {
    ground.feed().burst(1);
    int partitions = ground.feed().partitions();
    Waits.until(
        () -> ground.outputs().firstBeyond(ends).size() >= partitions,
        Ground.PATIENCE,
        () -> "an output on each partition, but " + ground.outputs().firstBeyond(ends).keySet());
    Map<Integer, Long> first = ground.outputs().firstBeyond(ends);
    long all = Collections.max(first.values());
    first.keySet().retainAll(kill.partitions());
    long next = Collections.min(first.values());
    return new Recovery(
        kill.calls(),
        Duration.ofNanos(next - kill.atNanos()),
        Duration.ofNanos(all - kill.atNanos()));
  }

  static Spread next(List<Recovery> all) {
    return Spread.of(all.stream().mapToDouble(it -> seconds(it.next)).toArray());
  }

  static Spread all(List<Recovery> all) {
    return Spread.of(all.stream().mapToDouble(it -> seconds(it.all)).toArray());
  }

  static double seconds(Duration time) {
    return time.toNanos() / NANOS;
  }
}
