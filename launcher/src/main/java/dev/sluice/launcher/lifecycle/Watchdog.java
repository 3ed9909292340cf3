package dev.sluice.launcher.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends the process when stopping it takes longer than it may.
public final class Watchdog implements AutoCloseable {

  /// The status of a process that had to be ended: neither success, failure nor bad usage.
  public static final int STATUS = 3;

  /// On top of the parts' own budgets, for threads a part left behind: a JVM that has nothing to do
  /// exits within milliseconds.
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final CountDownLatch done = new CountDownLatch(1);

  private Watchdog() {}

  /// Ends the process by `end` unless [#close] is called within `budget` and 5 s.
  public static Watchdog arm(Duration budget, Runnable end) {
    Watchdog watchdog = new Watchdog();
    Duration patience = budget.plus(GRACE);
    Thread.ofPlatform().name("watchdog").daemon().start(() -> watchdog.watch(patience, end));
    return watchdog;
  }

  /// Ends this very process.
  public static void halt() {
    Runtime.getRuntime().halt(STATUS);
  }

  private void watch(Duration patience, Runnable end) {
    try {
      if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        end.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
  }
}
