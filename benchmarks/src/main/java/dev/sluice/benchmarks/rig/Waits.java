package dev.sluice.benchmarks.rig;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// How scenarios wait: never for ever.
public final class Waits {

  private static final Duration LOOK = Duration.ofMillis(2);

  private Waits() {}

  /// @param what what is waited for, for the message when it does not come
  /// @throws IllegalStateException when it has not come in time
  public static void until(BooleanSupplier there, Duration limit, Supplier<String> what) {
    if (!within(there, limit)) {
      throw new IllegalStateException(
          "after %s there is still not: %s".formatted(limit, what.get()));
    }
  }

  /// Waits for something that may not come.
  ///
  /// @return whether it came in time
  public static boolean within(BooleanSupplier there, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!there.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return true;
  }

  /// Lets time pass.
  public static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
