package dev.sluice.lanes;

/// The answer to work offered to a lane.
public sealed interface Admission {

  /// The lane took it: the work will start, expire or be dropped, and exactly one of these.
  record Accepted() implements Admission {}

  /// The lane's queue is full; nothing of the work was kept and none of its actions will run.
  ///
  /// @param queued how much is waiting there
  record LaneFull(int queued) implements Admission {}

  /// No lane takes new work any more, see [Lanes#drain]; nothing of the work was kept.
  record Draining() implements Admission {}
}
