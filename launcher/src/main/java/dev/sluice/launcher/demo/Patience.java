package dev.sluice.launcher.demo;

import dev.sluice.launcher.lifecycle.StopRequest;
import java.time.Duration;
import java.util.concurrent.Callable;

/// Waiting for something to be complete for as long as it makes progress.
///
/// @param standstill how long nothing may change before the wait is given up
/// @param stop breaks the wait off
record Patience(Duration standstill, StopRequest stop) {

  /// Longer than any pause a correct run makes: a rebalance after a lost session takes 6 s, the
  /// slowest provider 2 s.
  static final Duration STANDSTILL = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(100);

  /// Asks `count` until it has reached `enough`, or has not changed for too long; what comes after
  /// is judged by what is there then.
  ///
  /// @throws dev.sluice.launcher.lifecycle.StopRequested when asked to stop meanwhile
  void await(int enough, Callable<Integer> count) throws Exception {
    int before = -1;
    long changedNanos = System.nanoTime();
    while (true) {
      int now = count.call();
      if (now != before) {
        before = now;
        changedNanos = System.nanoTime();
      }
      if (now >= enough || System.nanoTime() - changedNanos > standstill.toNanos()) {
        return;
      }
      stop.pause(PAUSE);
    }
  }
}
