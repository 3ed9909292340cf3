package dev.sluice.lanes;

/// The bound over all lanes together, and the share of it that one lane may hold.
///
/// A share below 1 keeps permits free for whoever comes next: without it a burst takes them all,
/// and running work is not pre-empted.
///
/// @param inFlight work in flight at once over all lanes, at least 1
/// @param laneShare part of `inFlight` that one lane may hold, above 0 and at most 1
public record TotalLimit(int inFlight, double laneShare) {

  /// Three quarters: with 64 permits a burst leaves 16 for others, and alone it loses a quarter.
  public static final double DEFAULT_SHARE = 0.75;

  /// Makes 0.29 × 100 count as 29 although it is 28.999… in binary.
  private static final double ROUNDING = 1e-9;

  public TotalLimit {
    if (inFlight < 1) {
      throw new IllegalArgumentException("inFlight = %d: must be at least 1".formatted(inFlight));
    }
    // Written so that NaN fails, too.
    if (!(laneShare > 0 && laneShare <= 1)) {
      throw new IllegalArgumentException(
          "laneShare = %s: must be above 0 and at most 1".formatted(laneShare));
    }
  }

  /// No bound over all lanes: each has its own window and nothing else.
  public static TotalLimit unbounded() {
    return new TotalLimit(Integer.MAX_VALUE, 1);
  }

  /// At most `inFlight` over all lanes, at most [#DEFAULT_SHARE] of it in one.
  public static TotalLimit of(int inFlight) {
    return new TotalLimit(inFlight, DEFAULT_SHARE);
  }

  /// Permits one lane may hold: the share rounded down, but never less than 1.
  public int perLane() {
    return Math.max(1, (int) (inFlight * laneShare + ROUNDING));
  }
}
