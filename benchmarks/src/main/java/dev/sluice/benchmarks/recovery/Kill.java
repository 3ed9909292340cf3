package dev.sluice.benchmarks.recovery;

import java.time.Duration;
import java.util.Set;

/// A death with calls under way, of an instance or of the broker below it.
///
/// @param calls how many
/// @param atNanos from when on the recovery is counted: when the SIGKILL was sent
/// @param partitions those the instance had
record Kill(int calls, long atNanos, Set<Integer> partitions) {

  /// Model calls when an instance dies, at least.
  static final int CALLS_AT_LEAST = 50;

  /// A few more than that, for some end between the look and the kill.
  private static final int CALLS_AWAITED = CALLS_AT_LEAST + 20;

  /// What its models take, so that half a burst is under way at once.
  static final Duration FASTEST = Duration.ofMillis(200);

  static final Duration SLOWEST = Duration.ofMillis(400);

  /// Kills an instance in a burst.
  ///
  /// @param burst messages of each tenant
  static Kill of(Ground ground, Instance instance, int burst) {
    Set<Integer> partitions = ground.partitionsOf(instance);
    ground.burstUntil(instance, CALLS_AWAITED, burst);
    long atNanos = System.nanoTime();
    instance.kill();
    return new Kill(instance.callsUnderWay(), atNanos, partitions);
  }

  /// Sends one message to each partition and waits until something new has come out of each. To be
  /// called before an instance that was started again can have written anything.
  Recovery recovery(Ground ground) {
    return Recovery.observe(ground, this, ground.outputs().ends());
  }
}
