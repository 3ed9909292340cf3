package dev.sluice.inbox;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether a thread's owner closes it: what its loops ask, and what ends its pauses. Thread-safe.
final class Closing {

  private static final Logger log = LoggerFactory.getLogger(Closing.class);

  private final CountDownLatch begun = new CountDownLatch(1);

  void begin() {
    begun.countDown();
  }

  boolean hasBegun() {
    return begun.getCount() == 0;
  }

  /// Waits for a pause, or until closing begins. An interrupt begins it.
  void await(Duration pause) {
    try {
      if (begun.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        log.atDebug().log("closing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      begin();
    }
  }
}
