package dev.sluice.enrichers.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// A pace that stands still unless it is told otherwise; a pause passes at once and is remembered.
final class FakePace implements Pace {

  static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();

  void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  List<Duration> pauses() {
    return pauses;
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public Instant now() {
    return NOON.plusNanos(nanos.get());
  }

  @Override
  public void pause(Duration time) {
    pauses.add(time);
    advance(time);
  }

  @Override
  public double jitter() {
    return 0.5;
  }
}
