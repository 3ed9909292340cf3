package dev.sluice.lanes;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The thread that decides again when time alone has changed something.
///
/// A platform thread, so that tasks which occupy all carrier threads do not stop the clock. A
/// daemon, so that it keeps no process alive.
final class WakeUp {

  private final ReentrantLock lock;
  private final Condition sooner;
  private final LongSupplier ticker;
  private final Runnable decide;
  private long at = WorkTraits.NEVER;
  private boolean stopped;

  /// @param lock held by whoever calls, and while `decide` runs
  /// @param decide what is due; ends with [#set]
  WakeUp(ReentrantLock lock, LongSupplier ticker, Runnable decide) {
    this.lock = lock;
    this.sooner = lock.newCondition();
    this.ticker = ticker;
    this.decide = decide;
  }

  void start(String name) {
    Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  /// Sets the alarm to `nanos` on the ticker's clock; the one before no longer counts.
  void set(long nanos) {
    if (nanos < at) {
      sooner.signal();
    }
    at = nanos;
  }

  void stop() {
    stopped = true;
    sooner.signal();
  }

  private void run() {
    lock.lock();
    try {
      while (!stopped) {
        decide.run();
        sooner.awaitNanos(at - ticker.getAsLong());
      }
    } catch (InterruptedException impossible) {
      throw new IllegalStateException("nobody knows this thread to interrupt it", impossible);
    } finally {
      lock.unlock();
    }
  }
}
