package dev.sluice.lanes;

import org.jspecify.annotations.Nullable;

/// What one lane may have in flight, in its queue and per second.
///
/// @param window work in flight at once, at least 1
/// @param queued work accepted but not started, at least 1; delayed work and work waiting for its
///   turn in a sequence count. A caller whose tasks resubmit themselves leaves room for `window` of
///   them
/// @param reservedForInteractive permits of the window that bulk work leaves free, less than
///   `window`
/// @param rate how often work may start, or null for no bound on that
public record LaneLimits(int window, int queued, int reservedForInteractive, @Nullable Rate rate) {

  /// The queue of [#window(int)]: queued work costs about 0.4 KiB beside the task itself, so a full
  /// lane holds some 4 MiB.
  public static final int DEFAULT_QUEUED = 10_000;

  public LaneLimits {
    if (window < 1) {
      throw new IllegalArgumentException("window = %d: must be at least 1".formatted(window));
    }
    if (queued < 1) {
      throw new IllegalArgumentException("queued = %d: must be at least 1".formatted(queued));
    }
    if (reservedForInteractive < 0 || reservedForInteractive >= window) {
      throw new IllegalArgumentException(
          "reservedForInteractive = %d: must be from 0 to window - 1 = %d"
              .formatted(reservedForInteractive, window - 1));
    }
  }

  /// A lane of `window` permits, a queue of [#DEFAULT_QUEUED], nothing reserved, no rate.
  public static LaneLimits window(int window) {
    return new LaneLimits(window, DEFAULT_QUEUED, 0, null);
  }

  /// The same with room for `queued` pieces of waiting work.
  public LaneLimits withQueued(int queued) {
    return new LaneLimits(window, queued, reservedForInteractive, rate);
  }

  /// The same with `reserved` permits kept for interactive work.
  public LaneLimits withReserved(int reserved) {
    return new LaneLimits(window, queued, reserved, rate);
  }

  /// The same with a bound on starts per second, or without one if `rate` is null.
  public LaneLimits withRate(@Nullable Rate rate) {
    return new LaneLimits(window, queued, reservedForInteractive, rate);
  }
}
