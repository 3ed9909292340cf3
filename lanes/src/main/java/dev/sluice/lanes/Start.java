package dev.sluice.lanes;

/// Work that has been given a permit: proof of it, and what gives it back.
///
/// Whoever receives one from [LaneSchedule#next] owes it to [LaneSchedule#finish] exactly once.
///
/// @param <K> what names a lane
/// @param <W> the work
public sealed interface Start<K, W> permits Ticket {

  /// The lane whose permit this is.
  K lane();

  /// What was offered.
  W work();

  /// Nanoseconds between the moment the work wished to start (it was offered, or its delay ended)
  /// and the moment it did.
  long waitedNanos();
}
