package dev.sluice.lanes;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One piece of work for a lane: a task and the conditions under which it starts.
///
/// Of accepted work exactly one of three runs, once: the task, `onExpired` or `onDropped`; none
/// when it is taken back ([Lanes#withdraw]). Build it with [#of] and the methods that follow:
///
/// ```java
/// Work.of(() -> send(reply)).interactive().inSequence(conversation).within(ofMinutes(5), this::late)
/// ```
///
/// @param task what runs with a permit of the lane, on a virtual thread of its own
/// @param urgency its class within the lane
/// @param sequence a key within the lane whose work runs one at a time and in the order of
///   submission, or null; compared by `equals`. Order beats urgency: interactive work waits for
///   bulk work before it in the same sequence
/// @param keepsTurn see [#keepingTurn]
/// @param delay time from submission on in which it does not start; not negative. It holds no
///   permit meanwhile but counts as queued, and what stands behind it in its sequence waits too
/// @param deadline time from submission on after which it expires unless started, or null.
///   Positive. It covers waiting only, delay included: a task that runs owns its own time-outs
/// @param onExpired what runs instead of the task, on a virtual thread and without a permit
/// @param onDropped what runs instead of the task when the lane is told to drop its queue, on the
///   thread that told it to
public record Work(
    Runnable task,
    Urgency urgency,
    @Nullable Object sequence,
    boolean keepsTurn,
    Duration delay,
    @Nullable Duration deadline,
    Runnable onExpired,
    Runnable onDropped) {

  public Work {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay = %s: must not be negative".formatted(delay));
    }
    if (deadline != null && !deadline.isPositive()) {
      throw new IllegalArgumentException("deadline = %s: must be positive".formatted(deadline));
    }
  }

  /// Bulk work to start as soon as its lane allows, with no deadline.
  public static Work of(Runnable task) {
    return new Work(
        task, Urgency.BULK, null, false, Duration.ZERO, null, Work::nothing, Work::nothing);
  }

  /// The same, with somebody waiting for it.
  public Work interactive() {
    return new Work(
        task, Urgency.INTERACTIVE, sequence, keepsTurn, delay, deadline, onExpired, onDropped);
  }

  /// The same, at the end of the sequence `key`.
  public Work inSequence(Object key) {
    return new Work(task, urgency, key, keepsTurn, delay, deadline, onExpired, onDropped);
  }

  /// The same, as a retry that nothing in its sequence may overtake: submitted while work of the
  /// sequence runs, usually by that work itself, it goes to the head instead of the end.
  public Work keepingTurn() {
    return new Work(task, urgency, sequence, true, delay, deadline, onExpired, onDropped);
  }

  /// The same, not before `delay` from submission on.
  public Work after(Duration delay) {
    return new Work(task, urgency, sequence, keepsTurn, delay, deadline, onExpired, onDropped);
  }

  /// The same, with `onExpired` instead of the task if it has not started within `deadline`.
  public Work within(Duration deadline, Runnable onExpired) {
    return new Work(task, urgency, sequence, keepsTurn, delay, deadline, onExpired, onDropped);
  }

  /// The same, with `onDropped` instead of the task if its lane drops what it has queued.
  public Work orIfDropped(Runnable onDropped) {
    return new Work(task, urgency, sequence, keepsTurn, delay, deadline, onExpired, onDropped);
  }

  /// The same conditions on a clock that shows `nowNanos` at submission.
  WorkTraits traits(long nowNanos) {
    return new WorkTraits(
        urgency,
        sequence,
        keepsTurn,
        nowNanos + nanos(delay),
        deadline == null ? WorkTraits.NEVER : nowNanos + nanos(deadline));
  }

  /// Runs `onDropped`. What that throws goes to the calling thread's uncaught exception handler, so
  /// that whatever is dropped next is dropped as well.
  void drop() {
    try {
      onDropped.run();
    } catch (RuntimeException | Error thrown) {
      Thread here = Thread.currentThread();
      here.getUncaughtExceptionHandler().uncaughtException(here, thrown);
    }
  }

  /// The length in nanoseconds; more than 36 years count as 36 years (2^60 ns), which added to a
  /// clock that started at 0 does not overflow.
  static long nanos(Duration duration) {
    return Math.min(TimeUnit.NANOSECONDS.convert(duration), 1L << 60);
  }

  private static void nothing() {}
}
