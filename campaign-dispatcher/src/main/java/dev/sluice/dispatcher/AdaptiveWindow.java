package dev.sluice.dispatcher;

/// A window found out by trying: additive increase, multiplicative decrease. Pure.
///
/// A throttling answer halves it; a window's worth of messages taken makes it one larger. The
/// requests of one burst are refused together and halve it once; while refusals come it does not
/// grow.
///
/// @param permits requests under way at once, at least 1
/// @param taken messages taken since it last changed, or since the last refusal
/// @param halvedAtNanos when it was halved last
record AdaptiveWindow(int permits, int taken, long halvedAtNanos) {

  /// Rates are counted by the second: what is refused within one tells of the same excess.
  private static final long ONE_BURST_NANOS = 1_000_000_000;

  /// The window after the first throttling answer.
  static AdaptiveWindow halved(int share, long nowNanos) {
    return new AdaptiveWindow(Math.max(1, share / 2), 0, nowNanos);
  }

  AdaptiveWindow throttled(long nowNanos) {
    return nowNanos - halvedAtNanos < ONE_BURST_NANOS
        ? new AdaptiveWindow(permits, 0, halvedAtNanos)
        : halved(permits, nowNanos);
  }

  /// @param share the most it may grow to
  AdaptiveWindow accepted(int share) {
    int bounded = Math.min(permits, share);
    return taken + 1 < bounded || bounded == share
        ? new AdaptiveWindow(bounded, taken + 1, halvedAtNanos)
        : new AdaptiveWindow(bounded + 1, 0, halvedAtNanos);
  }
}
