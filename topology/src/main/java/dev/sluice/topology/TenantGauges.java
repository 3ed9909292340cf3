package dev.sluice.topology;

import java.util.concurrent.TimeUnit;

/// What one tenant has waiting, written by the stream thread of its task and read by whoever asks
/// for the metrics. Thread-safe.
public final class TenantGauges {

  private volatile int pending;
  private volatile long oldestMicros;
  private volatile long parked;

  /// @param oldestMicros when the oldest pending message was admitted, in microseconds since the
  ///   epoch; 0 when nothing is pending
  public void show(int pending, long oldestMicros, long parked) {
    this.oldestMicros = oldestMicros;
    this.parked = parked;
    this.pending = pending;
  }

  int pending() {
    return pending;
  }

  long parked() {
    return parked;
  }

  /// For how long the oldest pending message has been waiting, in seconds.
  double oldestSeconds(long nowMillis) {
    long admitted = oldestMicros;
    return admitted == 0
        ? 0
        : Math.max(0, TimeUnit.MILLISECONDS.toMicros(nowMillis) - admitted) / 1e6;
  }

  boolean isIdle() {
    return pending == 0 && parked == 0;
  }
}
