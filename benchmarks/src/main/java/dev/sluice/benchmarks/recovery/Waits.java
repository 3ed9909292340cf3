package dev.sluice.benchmarks.recovery;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// How this scenario waits: never for ever.
final class Waits {

  private static final Duration LOOK = Duration.ofMillis(2);

  private Waits() {}

  /// @param what what is waited for, for the message when it does not come
  /// @throws IllegalStateException when it has not come in time
  static void until(BooleanSupplier there, Duration limit, Supplier<String> what) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!there.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "after %s there is still not: %s".formatted(limit, what.get()));
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /// Lets time pass.
  static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
