package dev.sluice.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/// What a stage may undo only when what it wrote instead is safe.
///
/// With transactions both are one, and it is done at once. Without them a crash may keep the one
/// write and lose the other: a message taken out of a store before its copy has arrived would be
/// gone. Then it is done after a commit, which waits for everything written before it. Belongs to
/// the stream thread.
public final class AfterCommit {

  /// Two of them pass before something is undone, and a commit between them. Short against a
  /// restart, which repeats what was not undone; long against the commit interval.
  private static final Duration EVERY = Duration.ofMillis(50);

  private final ProcessorContext<?, ?> context;
  private final Guarantee guarantee;
  private List<Runnable> later = new ArrayList<>();
  private List<Runnable> committing = List.of();
  private @Nullable Cancellable schedule;

  public AfterCommit(ProcessorContext<?, ?> context, Guarantee guarantee) {
    this.context = context;
    this.guarantee = guarantee;
  }

  /// Does it when everything written so far is safe.
  public void run(Runnable action) {
    switch (guarantee) {
      case EXACTLY_ONCE -> action.run();
      case AT_LEAST_ONCE -> {
        later.add(action);
        if (schedule == null) {
          schedule = context.schedule(EVERY, PunctuationType.WALL_CLOCK_TIME, now -> advance());
        }
      }
    }
  }

  private void advance() {
    committing.forEach(Runnable::run);
    committing = later;
    later = new ArrayList<>();
    if (!committing.isEmpty()) {
      context.commit();
    } else if (schedule != null) {
      schedule.cancel();
      schedule = null;
    }
  }
}
