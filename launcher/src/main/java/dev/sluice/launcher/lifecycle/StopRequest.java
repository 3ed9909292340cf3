package dev.sluice.launcher.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The wish that this process stop: made once, seen by all. Thread-safe.
public final class StopRequest {

  private final CountDownLatch made = new CountDownLatch(1);

  /// A request made by the first SIGINT, SIGTERM or SIGHUP. A second signal ends the process at
  /// once, with the status shells give a process that a signal killed.
  public static StopRequest bySignal() {
    StopRequest request = new StopRequest();
    Signals.handle(
        signal -> {
          if (request.isMade()) {
            Runtime.getRuntime().halt(Signals.STATUS_BASE + signal);
          }
          request.make();
        });
    return request;
  }

  /// Asks the process to stop. Idempotent.
  public void make() {
    made.countDown();
  }

  /// Whether it was made.
  public boolean isMade() {
    return made.getCount() == 0;
  }

  /// Waits until it is made, for as long as the process lives.
  public void await() throws InterruptedException {
    made.await();
  }

  /// Waits for `time`, or less when the request is made meanwhile.
  ///
  /// @throws StopRequested when it was made
  public void pause(Duration time) throws InterruptedException {
    if (made.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new StopRequested();
    }
  }
}
