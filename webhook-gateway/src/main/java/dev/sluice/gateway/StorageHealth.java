package dev.sluice.gateway;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log when storage goes away and when it is back, once each; the counters say how
/// often. Thread-safe.
final class StorageHealth {

  private static final Logger LOG = LoggerFactory.getLogger(StorageHealth.class);

  private final AtomicBoolean away = new AtomicBoolean();

  void saw(Append append) {
    switch (append) {
      case Append.Done() -> {
        if (away.get() && away.compareAndSet(true, false)) {
          LOG.atInfo().log("deliveries are stored again");
        }
      }
      case Append.TooLarge() ->
          LOG.atWarn()
              .addKeyValue("reason", "larger than the topic takes")
              .log("a delivery cannot be stored");
      case Append.NotConfirmed(String reason) -> {
        if (away.compareAndSet(false, true)) {
          LOG.atError().addKeyValue("reason", reason).log("deliveries cannot be stored");
        }
      }
    }
  }
}
