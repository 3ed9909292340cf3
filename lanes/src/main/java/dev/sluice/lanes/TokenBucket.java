package dev.sluice.lanes;

import org.jspecify.annotations.Nullable;

/// A token bucket kept as a single number: the time at which it will be full again.
///
/// Taking a token moves that time one period away, waiting brings it nearer; a token is there as
/// long as it is at most `burst - 1` periods off. Whole nanoseconds, so nothing drifts. Without a
/// rate the bucket is always full.
final class TokenBucket {

  private @Nullable Rate rate;
  private long fullAt;

  /// A full bucket.
  TokenBucket(long now) {
    fullAt = now;
  }

  /// Goes on with other measures and at most an empty bucket's debt in them.
  void adopt(@Nullable Rate newRate, long now) {
    rate = newRate;
    fullAt =
        newRate == null ? now : Math.min(fullAt, now + newRate.burst() * newRate.periodNanos());
  }

  void take(long now) {
    if (rate != null) {
      fullAt = Math.max(now, fullAt) + rate.periodNanos();
    }
  }

  /// The time from which on there is a token.
  long opensAt() {
    return rate == null ? fullAt : fullAt - (rate.burst() - 1) * rate.periodNanos();
  }

  long fullAt() {
    return fullAt;
  }
}
