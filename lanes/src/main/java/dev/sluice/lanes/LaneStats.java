package dev.sluice.lanes;

import java.time.Duration;

/// How a lane, or all of them together, stands at one moment.
///
/// @param queued work accepted but not started
/// @param inFlight work started but not finished
/// @param oldestWait how long the longest-waiting queued work has been waiting; a delay it asked
///   for itself does not count
public record LaneStats(int queued, int inFlight, Duration oldestWait) {

  /// A lane with nothing in it.
  static final LaneStats IDLE = new LaneStats(0, 0, Duration.ZERO);

  LaneStats plus(LaneStats other) {
    return new LaneStats(
        queued + other.queued,
        inFlight + other.inFlight,
        oldestWait.compareTo(other.oldestWait) >= 0 ? oldestWait : other.oldestWait);
  }
}
