package dev.sluice.topology.enrich;

import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.topology.parse.Position;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One request to a model, from the moment it is queued to its answer.
///
/// Runs on any thread and tells the stream thread by events only. [#run] is [#begin] and [#answer]
/// in one; whoever plays with time calls them apart.
///
/// @param <R> the answer's type
public final class ModelCall<R> implements Runnable {

  /// What is asked.
  @FunctionalInterface
  interface Question<R> {
    R ask() throws ModelUnavailable;
  }

  private final Position position;
  private final Question<R> question;
  private final Queue<CallEvent<R>> events;

  /// The thread that is asking; null before and after.
  private final AtomicReference<@Nullable Thread> asking = new AtomicReference<>();

  private volatile boolean cancelled;

  ModelCall(Position position, Question<R> question, Queue<CallEvent<R>> events) {
    this.position = position;
    this.question = question;
    this.events = events;
  }

  Position position() {
    return position;
  }

  @Override
  public void run() {
    begin();
    answer();
  }

  /// Tells that the call's turn has come.
  public void begin() {
    if (!cancelled) {
      events.add(new CallEvent.Started<>(this));
    }
  }

  /// Asks the model, blocks until it answers, and tells what came of it.
  @SuppressWarnings("CatchingUnchecked") // a model that breaks must not leave its message waiting
  public void answer() {
    if (cancelled) {
      return;
    }
    asking.set(Thread.currentThread());
    try {
      events.add(new CallEvent.Answered<>(this, question.ask()));
    } catch (ModelUnavailable e) {
      events.add(new CallEvent.Failed<>(this, e.retryable()));
    } catch (RuntimeException e) {
      events.add(new CallEvent.Failed<>(this, false));
    } finally {
      asking.set(null);
    }
  }

  /// Gives the call up: it will not ask when its turn comes, and is interrupted when it is asking.
  /// Events it sends nevertheless are for nobody.
  void cancel() {
    cancelled = true;
    Thread thread = asking.get();
    if (thread != null) {
      thread.interrupt();
    }
  }
}
