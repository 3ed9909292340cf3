package dev.sluice.topology.enrich;

import dev.sluice.schemas.TenantId;
import dev.sluice.topology.BranchMetrics;
import dev.sluice.topology.parse.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The calls of one branch of one task, from one initialisation to the next: asked, started,
/// failed, repeated, answered or given up.
///
/// Only the queue of events is shared with other threads; everything else belongs to the stream
/// thread. Knows no Kafka and no clock: time is an argument, in milliseconds.
///
/// @param <R> the answer's type
final class InFlight<R> {

  /// How a message left the branch.
  enum Outcome {
    ANSWERED,
    /// The model said that asking again is of no use, or broke.
    REFUSED,
    /// The last attempt failed.
    EXHAUSTED,
    TIMED_OUT,
    /// It was not asked, for it may be what stops the process.
    SUSPECT
  }

  /// How a call ended.
  enum CallOutcome {
    ANSWERED,
    FAILED,
    REFUSED,
    TIMED_OUT
  }

  /// A message that has left the branch.
  ///
  /// @param tookMicros what the model took for its answer; 0 when there is none
  record Landed<R>(
      Position position, TenantId tenant, R answer, Outcome outcome, long tookMicros) {}

  /// What there is to ask about a message.
  ///
  /// @param isSuspect whether not to ask
  record Asked(String words, boolean isSuspect) {}

  /// Something to look at when its time has come; outdated ones are passed over.
  private record Alarm(long atMillis, Position position) {}

  private final Branch<R> branch;
  private final BranchMetrics metrics;
  private final Queue<CallEvent<R>> events = new ConcurrentLinkedQueue<>();
  private final Map<Position, Flight<R>> flights = new HashMap<>();
  private final Overflow<R> overflow;

  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Alarm::atMillis).thenComparing(Alarm::position));

  /// @param at reads a message back from the store
  InFlight(Branch<R> branch, BranchMetrics metrics, Function<Position, Asked> at) {
    this.branch = branch;
    this.metrics = metrics;
    this.overflow =
        new Overflow<>((position, tenant) -> new Flight<>(position, tenant, at.apply(position)));
  }

  /// Asks the model about a message, or remembers to when the tenant's lane is full. A tenant's
  /// messages are asked about in the order of arrival.
  void ask(Position position, TenantId tenant, String words) {
    if (overflow.holds(tenant)
        || !submit(new Flight<>(position, tenant, new Asked(words, false)))) {
      overflow.add(position, tenant);
    }
  }

  /// Remembers to ask about a message with one of the next [#collect] that may.
  void askLater(Position position, TenantId tenant) {
    overflow.add(position, tenant);
  }

  /// Takes in what has happened since the last time and returns the messages that are through.
  ///
  /// @param mayAsk whether to ask about what waits for a place
  List<Landed<R>> collect(long nowMillis, boolean mayAsk) {
    List<Landed<R>> landed = new ArrayList<>();
    for (CallEvent<R> event = events.poll(); event != null; event = events.poll()) {
      take(event, nowMillis, landed);
    }
    while (!alarms.isEmpty() && alarms.peek().atMillis() <= nowMillis) {
      ring(alarms.remove(), nowMillis, landed);
    }
    if (mayAsk && !overflow.isEmpty()) {
      overflow.drain(flight -> passOver(flight, landed) || submit(flight));
    }
    return landed;
  }

  boolean isEmpty() {
    return flights.isEmpty() && overflow.isEmpty();
  }

  /// Gives every call up. Nothing of this object is to be used afterwards.
  void abandon() {
    flights.values().forEach(Flight::cancel);
    flights.clear();
    overflow.clear();
  }

  private boolean passOver(Flight<R> flight, List<Landed<R>> landed) {
    if (flight.isSuspect()) {
      land(flight, branch.degraded(), Outcome.SUSPECT, 0, landed);
    }
    return flight.isSuspect();
  }

  private boolean submit(Flight<R> flight) {
    TenantId tenant = flight.tenant();
    ModelCall<R> call =
        new ModelCall<>(
            flight.position(), () -> branch.model().read(tenant, flight.words()), events);
    if (!branch.calls().trySubmit(tenant, branch.endpoints().of(tenant), call)) {
      return false;
    }
    flight.submitted(call);
    flights.put(flight.position(), flight);
    return true;
  }

  private void take(CallEvent<R> event, long nowMillis, List<Landed<R>> landed) {
    ModelCall<R> call = event.call();
    Flight<R> flight = flights.get(call.position());
    if (flight == null || !flight.isFlying(call)) {
      return;
    }
    switch (event) {
      case CallEvent.Started<R> started -> {
        metrics.waitedForPermit(flight.tenant(), call.waitedNanos());
        flight.started(nowMillis + branch.policy().deadline().toMillis());
        alarms.add(new Alarm(flight.deadlineMillis(), flight.position()));
      }
      case CallEvent.Answered<R> answered -> {
        metrics.called(CallOutcome.ANSWERED);
        metrics.handedOff(System.nanoTime() - call.endedNanos());
        long tookMicros = TimeUnit.NANOSECONDS.toMicros(call.tookNanos());
        land(flight, answered.answer(), Outcome.ANSWERED, tookMicros, landed);
      }
      case CallEvent.Failed<R> failed -> {
        metrics.called(failed.retryable() ? CallOutcome.FAILED : CallOutcome.REFUSED);
        if (failed.retryable()) {
          retry(flight, nowMillis, landed);
        } else {
          land(flight, branch.degraded(), Outcome.REFUSED, 0, landed);
        }
      }
    }
  }

  private void retry(Flight<R> flight, long nowMillis, List<Landed<R>> landed) {
    branch
        .policy()
        .retryAt(flight.attempts(), nowMillis, flight.deadlineMillis())
        .ifPresentOrElse(
            atMillis -> {
              flight.grounded();
              alarms.add(new Alarm(atMillis, flight.position()));
            },
            () -> land(flight, branch.degraded(), Outcome.EXHAUSTED, 0, landed));
  }

  private void ring(Alarm alarm, long nowMillis, List<Landed<R>> landed) {
    Flight<R> flight = flights.get(alarm.position());
    if (flight == null) {
      return;
    }
    if (flight.deadlineMillis() <= nowMillis) {
      flight.cancel();
      metrics.called(CallOutcome.TIMED_OUT);
      land(flight, branch.degraded(), Outcome.TIMED_OUT, 0, landed);
    } else if (flight.isGrounded() && !submit(flight)) {
      alarms.add(new Alarm(nowMillis + ModelBranch.LOOK_EVERY.toMillis(), flight.position()));
    }
  }

  private void land(
      Flight<R> flight, R answer, Outcome outcome, long tookMicros, List<Landed<R>> landed) {
    flights.remove(flight.position());
    metrics.left(outcome);
    landed.add(new Landed<>(flight.position(), flight.tenant(), answer, outcome, tookMicros));
  }
}
