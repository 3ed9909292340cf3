package dev.sluice.dispatcher.books;

import java.time.Duration;

/// The moment by which something has to be done.
///
/// @param nanos on the clock of [System#nanoTime]
record Deadline(long nanos) {

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  boolean isPast() {
    return System.nanoTime() - nanos > 0;
  }

  /// What is left, never negative.
  Duration left() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }
}
