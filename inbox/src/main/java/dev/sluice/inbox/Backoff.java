package dev.sluice.inbox;

import java.time.Duration;

/// How a pause grows when something failed again: it doubles, up to a limit.
final class Backoff {

  private Backoff() {}

  static Duration next(Duration pause, Duration longest) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(longest) > 0 ? longest : doubled;
  }
}
