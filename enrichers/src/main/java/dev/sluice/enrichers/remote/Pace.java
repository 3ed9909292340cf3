package dev.sluice.enrichers.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/// Time and chance, as far as asking depends on them.
interface Pace {

  /// The machine's.
  Pace REAL =
      new Pace() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
          Thread.sleep(time);
        }

        @Override
        public double jitter() {
          return ThreadLocalRandom.current().nextDouble();
        }
      };

  /// Nanoseconds since some moment; never goes back.
  long nanos();

  /// The time of day, for headers that hold one.
  Instant now();

  void pause(Duration time) throws InterruptedException;

  /// Drawn evenly from [0, 1).
  double jitter();
}
