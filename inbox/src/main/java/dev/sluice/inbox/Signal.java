package dev.sluice.inbox;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes one waiting thread. A signal raised while nobody waits is kept; two are one. Raising never
/// blocks for longer than it takes to set a flag.
final class Signal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean raised;

  void raise() {
    lock.lock();
    try {
      raised = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until it is raised or the time is over, and lowers it.
  ///
  /// @return whether it was raised
  boolean await(Duration limit) throws InterruptedException {
    long remaining = limit.toNanos();
    lock.lockInterruptibly();
    try {
      while (!raised && remaining > 0) {
        remaining = changed.awaitNanos(remaining);
      }
      boolean was = raised;
      raised = false;
      return was;
    } finally {
      lock.unlock();
    }
  }
}
