package dev.sluice.lanes;

import org.jspecify.annotations.Nullable;

/// What the schedule needs to know about a piece of work; times are nanoseconds on its clock.
///
/// @param urgency its class within the lane
/// @param sequence a key within the lane whose work runs one at a time and in the order of
///   submission, or null; compared by `equals`
/// @param keepsTurn whether it goes to the head of its sequence if offered while work of that
///   sequence is in flight: a retry that nothing behind it may overtake
/// @param notBeforeNanos when it may start at the earliest, [#AT_ONCE] if there is no such time
/// @param deadlineNanos when it expires if it has not started by then, [#NEVER] if there is no such
///   time
public record WorkTraits(
    Urgency urgency,
    @Nullable Object sequence,
    boolean keepsTurn,
    long notBeforeNanos,
    long deadlineNanos) {

  /// A time before all others.
  public static final long AT_ONCE = Long.MIN_VALUE;

  /// A time after all others.
  public static final long NEVER = Long.MAX_VALUE;

  /// Bulk work without further conditions.
  public static WorkTraits bulk() {
    return new WorkTraits(Urgency.BULK, null, false, AT_ONCE, NEVER);
  }

  /// Interactive work without further conditions.
  public static WorkTraits interactive() {
    return new WorkTraits(Urgency.INTERACTIVE, null, false, AT_ONCE, NEVER);
  }

  /// The same, at the end of the sequence `key`.
  public WorkTraits inSequence(Object key) {
    return new WorkTraits(urgency, key, keepsTurn, notBeforeNanos, deadlineNanos);
  }

  /// The same, at the head of its sequence if work of that sequence is in flight.
  public WorkTraits keepingTurn() {
    return new WorkTraits(urgency, sequence, true, notBeforeNanos, deadlineNanos);
  }

  /// The same, not to start before `nanos`.
  public WorkTraits notBefore(long nanos) {
    return new WorkTraits(urgency, sequence, keepsTurn, nanos, deadlineNanos);
  }

  /// The same, to expire at `nanos` unless started before.
  public WorkTraits deadline(long nanos) {
    return new WorkTraits(urgency, sequence, keepsTurn, notBeforeNanos, nanos);
  }
}
