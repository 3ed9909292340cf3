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
  private final long submittedNanos = System.nanoTime();

  /// The thread that is asking; null before and after.
  private final AtomicReference<@Nullable Thread> asking = new AtomicReference<>();

  private volatile boolean cancelled;
  private volatile long begunNanos;
  private volatile long endedNanos;

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
      begunNanos = System.nanoTime();
      events.add(new CallEvent.Started<>(this));
    }
  }

  /// Asks the model, blocks until it answers, and tells what came of it.
  @SuppressWarnings("CatchingUnchecked") // a model that breaks must not leave its message waiting
  public void answer() {
    asking.set(Thread.currentThread());
    try {
      if (!cancelled) { // looked at after the thread is known, or a cancellation could miss both
        tell(new CallEvent.Answered<>(this, question.ask()));
      }
    } catch (ModelUnavailable e) {
      tell(new CallEvent.Failed<>(this, e.retryable()));
    } catch (RuntimeException e) {
      tell(new CallEvent.Failed<>(this, false));
    } catch (Error e) {
      tell(new CallEvent.Failed<>(this, false));
      throw e;
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

  /// How long it waited for its turn, in nanoseconds; known once it has begun.
  long waitedNanos() {
    return begunNanos - submittedNanos;
  }

  /// How long the model took, in nanoseconds; known once it has answered or failed.
  long tookNanos() {
    return endedNanos - begunNanos;
  }

  /// When the model had answered or failed, by `System.nanoTime`.
  long endedNanos() {
    return endedNanos;
  }

  private void tell(CallEvent<R> end) {
    endedNanos = System.nanoTime();
    events.add(end);
  }
}
