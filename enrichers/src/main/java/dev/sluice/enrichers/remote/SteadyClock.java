package dev.sluice.enrichers.remote;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock that a change of the time of day does not move: a breaker must not stay open for an hour
/// because the machine's clock was put back. Counts from when it was made.
final class SteadyClock extends Clock {

  private final Pace pace;
  private final long startNanos;

  SteadyClock(Pace pace) {
    this.pace = pace;
    this.startNanos = pace.nanos();
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(pace.nanos() - startNanos);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
