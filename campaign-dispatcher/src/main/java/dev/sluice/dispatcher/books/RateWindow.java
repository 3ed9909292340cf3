package dev.sluice.dispatcher.books;

import java.time.Instant;

/// How many events a second there were in the last minute. Events come in any order. Not
/// thread-safe.
final class RateWindow {

  private static final int SECONDS = 60;

  private final long[] seconds = new long[SECONDS];
  private final int[] events = new int[SECONDS];
  private long first = Long.MAX_VALUE;

  /// Notes one event.
  void add(Instant at) {
    long second = at.getEpochSecond();
    int slot = Math.floorMod(second, SECONDS);
    if (seconds[slot] < second) {
      seconds[slot] = second;
      events[slot] = 0;
    }
    if (seconds[slot] == second) {
      events[slot]++;
    }
    first = Math.min(first, second);
  }

  /// Events per second over the minute before `now`, or since the first event when that is less.
  double perSecond(Instant now) {
    long last = now.getEpochSecond();
    long total = 0;
    for (int slot = 0; slot < SECONDS; slot++) {
      if (seconds[slot] > last - SECONDS && seconds[slot] <= last) {
        total += events[slot];
      }
    }
    return total == 0 ? 0 : (double) total / Math.min(SECONDS, last - first + 1);
  }
}
