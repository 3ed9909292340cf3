package dev.sluice.topology;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/// Ends a task's transactions at its thread's pace. Without transactions there is nothing to end:
/// what is released is visible at once. Belongs to the stream thread.
public final class TimelyCommit {

  private final ProcessorContext<?, ?> context;
  private final Guarantee guarantee;
  private final CommitPace pace;
  private @Nullable Cancellable alarm;

  /// @param pace of this thread
  public TimelyCommit(ProcessorContext<?, ?> context, Guarantee guarantee, CommitPace pace) {
    this.context = context;
    this.guarantee = guarantee;
    this.pace = pace;
  }

  /// A message was released that had waited so long, in milliseconds.
  public void released(long waitedMillis) {
    switch (guarantee) {
      case EXACTLY_ONCE -> {
        long nowMillis = context.currentSystemTimeMs();
        boolean earlier = pace.released(nowMillis, waitedMillis);
        if (pace.isDue(nowMillis)) {
          commit(nowMillis);
        } else if (earlier) {
          wake(nowMillis);
        }
      }
      case AT_LEAST_ONCE -> {
        // visible already
      }
    }
  }

  private void wake(long nowMillis) {
    cancel();
    alarm =
        context.schedule(
            Duration.ofMillis(pace.dueMillis() - nowMillis),
            PunctuationType.WALL_CLOCK_TIME,
            this::ring);
  }

  /// Another task of the thread may have ended the transaction before.
  private void ring(long nowMillis) {
    cancel();
    if (pace.isDue(nowMillis)) {
      commit(nowMillis);
    }
  }

  private void commit(long nowMillis) {
    cancel();
    pace.committed(nowMillis);
    context.commit();
  }

  private void cancel() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }
}
