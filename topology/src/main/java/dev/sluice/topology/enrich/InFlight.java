package dev.sluice.topology.enrich;

import dev.sluice.schemas.TenantId;
import dev.sluice.topology.parse.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
    REFUSED,
    EXHAUSTED,
    TIMED_OUT
  }

  /// A message that has left the branch.
  record Landed<R>(Position position, TenantId tenant, R answer, Outcome outcome) {}

  /// Something to look at when its time has come; outdated ones are passed over.
  private record Alarm(long atMillis, Position position) {}

  private final Branch<R> branch;
  private final Function<Position, String> wordsAt;
  private final Queue<CallEvent<R>> events = new ConcurrentLinkedQueue<>();
  private final Map<Position, Flight<R>> flights = new HashMap<>();

  /// Per tenant, what its lane had no room for, in order of arrival. The words stay in the store
  /// meanwhile.
  private final Map<TenantId, Deque<Position>> overflow = new LinkedHashMap<>();

  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Alarm::atMillis).thenComparing(Alarm::position));

  /// @param wordsAt reads a message's words back from the store
  InFlight(Branch<R> branch, Function<Position, String> wordsAt) {
    this.branch = branch;
    this.wordsAt = wordsAt;
  }

  /// Asks the model about a message, or remembers to when the tenant's lane is full. A tenant's
  /// messages are asked about in the order of arrival.
  void ask(Position position, TenantId tenant, String words) {
    Deque<Position> before = overflow.get(tenant);
    if (before != null) {
      before.addLast(position);
      return;
    }
    if (!submit(new Flight<>(position, tenant, words))) {
      Deque<Position> queue = new ArrayDeque<>();
      queue.add(position);
      overflow.put(tenant, queue);
    }
  }

  /// Takes in what has happened since the last time and returns the messages that are through.
  List<Landed<R>> collect(long nowMillis) {
    List<Landed<R>> landed = new ArrayList<>();
    for (CallEvent<R> event = events.poll(); event != null; event = events.poll()) {
      take(event, nowMillis, landed);
    }
    while (!alarms.isEmpty() && alarms.peek().atMillis() <= nowMillis) {
      ring(alarms.remove(), nowMillis, landed);
    }
    refill();
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

  private boolean submit(Flight<R> flight) {
    ModelCall<R> call =
        new ModelCall<>(
            flight.position(), () -> branch.model().read(flight.tenant(), flight.words()), events);
    if (!branch.calls().trySubmit(flight.tenant(), call)) {
      return false;
    }
    flight.submitted(call);
    flights.put(flight.position(), flight);
    return true;
  }

  private void take(CallEvent<R> event, long nowMillis, List<Landed<R>> landed) {
    Flight<R> flight = flights.get(event.call().position());
    if (flight == null || !flight.isFlying(event.call())) {
      return;
    }
    switch (event) {
      case CallEvent.Started<R> started -> {
        flight.started(nowMillis + branch.policy().deadline().toMillis());
        alarms.add(new Alarm(flight.deadlineMillis(), flight.position()));
      }
      case CallEvent.Answered<R> answered ->
          land(flight, answered.answer(), Outcome.ANSWERED, landed);
      case CallEvent.Failed<R> failed -> {
        if (failed.retryable()) {
          retry(flight, nowMillis, landed);
        } else {
          land(flight, branch.degraded(), Outcome.REFUSED, landed);
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
            () -> land(flight, branch.degraded(), Outcome.EXHAUSTED, landed));
  }

  private void ring(Alarm alarm, long nowMillis, List<Landed<R>> landed) {
    Flight<R> flight = flights.get(alarm.position());
    if (flight == null) {
      return;
    }
    if (flight.deadlineMillis() <= nowMillis) {
      flight.cancel();
      land(flight, branch.degraded(), Outcome.TIMED_OUT, landed);
    } else if (flight.isGrounded() && !submit(flight)) {
      alarms.add(new Alarm(nowMillis + ModelBranch.LOOK_EVERY.toMillis(), flight.position()));
    }
  }

  private void land(Flight<R> flight, R answer, Outcome outcome, List<Landed<R>> landed) {
    flights.remove(flight.position());
    landed.add(new Landed<>(flight.position(), flight.tenant(), answer, outcome));
  }

  private void refill() {
    Iterator<Map.Entry<TenantId, Deque<Position>>> tenants = overflow.entrySet().iterator();
    while (tenants.hasNext()) {
      Map.Entry<TenantId, Deque<Position>> entry = tenants.next();
      Deque<Position> queue = entry.getValue();
      while (!queue.isEmpty() && resubmit(entry.getKey(), queue.getFirst())) {
        queue.removeFirst();
      }
      if (queue.isEmpty()) {
        tenants.remove();
      }
    }
  }

  private boolean resubmit(TenantId tenant, Position position) {
    return submit(new Flight<>(position, tenant, wordsAt.apply(position)));
  }
}
