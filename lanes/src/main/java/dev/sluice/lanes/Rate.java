package dev.sluice.lanes;

/// A token bucket's measures: `perSecond` starts a second on average, `burst` at once after a rest.
///
/// @param perSecond starts a second, from [#MIN_PER_SECOND] to [#MAX_PER_SECOND]
/// @param burst starts that a full bucket allows without waiting, from 1 to [#MAX_BURST]
public record Rate(double perSecond, int burst) {

  /// One start in 1,000 s. With [#MAX_BURST] a bucket then spans 10^18 ns, well inside a `long`.
  public static final double MIN_PER_SECOND = 0.001;

  /// A million a second: one token is then 1,000 ns, so rounding to whole nanoseconds costs at most
  /// 0.1 % of the rate.
  public static final double MAX_PER_SECOND = 1_000_000;

  /// One second's worth of the highest rate.
  public static final int MAX_BURST = 1_000_000;

  private static final double NANOS_PER_SECOND = 1e9;

  public Rate {
    // Written so that NaN fails, too.
    if (!(perSecond >= MIN_PER_SECOND && perSecond <= MAX_PER_SECOND)) {
      throw new IllegalArgumentException(
          "perSecond = %s: must be from %s to %s"
              .formatted(perSecond, MIN_PER_SECOND, MAX_PER_SECOND));
    }
    if (burst < 1 || burst > MAX_BURST) {
      throw new IllegalArgumentException(
          "burst = %d: must be from 1 to %d".formatted(burst, MAX_BURST));
    }
  }

  /// Nanoseconds in which one token comes back, rounded up so that the rate is never exceeded.
  long periodNanos() {
    return (long) Math.ceil(NANOS_PER_SECOND / perSecond);
  }
}
