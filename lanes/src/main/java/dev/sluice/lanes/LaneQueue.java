package dev.sluice.lanes;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What waits in one lane, sorted by what it waits for.
///
/// A ticket is *ready* when nothing about the ticket itself stands in the way: its delay is over
/// and, within its sequence, it has the turn. Ready tickets leave in the order of submission, per
/// urgency. Every operation is O(log n) in the length of this queue.
final class LaneQueue<K, W> {

  private final NavigableSet<Ticket<K, W>> waiting = new TreeSet<>(Ticket.byEligibility());
  private final NavigableSet<Ticket<K, W>> delayed = new TreeSet<>(Ticket.byEligibility());
  private final NavigableSet<Ticket<K, W>> deadlines = new TreeSet<>(Ticket.byDeadline());
  private final Map<Urgency, NavigableSet<Ticket<K, W>>> ready = new EnumMap<>(Urgency.class);
  private final Map<Object, Sequence<K, W>> sequences = new HashMap<>();

  void add(Ticket<K, W> ticket, long now) {
    waiting.add(ticket);
    if (ticket.deadline() != WorkTraits.NEVER) {
      deadlines.add(ticket);
    }
    if (entersWithTurn(ticket)) {
      expose(ticket, now);
    }
  }

  /// Hands over what has expired by `now` and makes ready what no longer is delayed.
  void advance(long now, Consumer<Ticket<K, W>> expired) {
    while (!deadlines.isEmpty() && deadlines.first().deadline() <= now) {
      Ticket<K, W> ticket = deadlines.first();
      withdraw(ticket, now);
      expired.accept(ticket);
    }
    while (!delayed.isEmpty() && delayed.first().eligibleAt() <= now) {
      Ticket<K, W> ticket = delayed.removeFirst();
      ready(ticket.urgency()).add(ticket);
    }
  }

  boolean hasReady(Urgency urgency) {
    NavigableSet<Ticket<K, W>> tickets = ready.get(urgency);
    return tickets != null && !tickets.isEmpty();
  }

  /// Takes out the first ready ticket; it keeps the turn in its sequence until [#passTurn].
  Ticket<K, W> takeReady(Urgency urgency) {
    Ticket<K, W> ticket = ready(urgency).removeFirst();
    waiting.remove(ticket);
    deadlines.remove(ticket);
    return ticket;
  }

  /// Lets the next of its sequence come forward, if `ticket` had the turn there.
  void passTurn(Ticket<K, W> ticket, long now) {
    Object key = ticket.sequence();
    Sequence<K, W> sequence = key == null ? null : sequences.get(key);
    if (sequence == null) {
      return;
    }
    Ticket<K, W> next = sequence.leave(ticket);
    if (sequence.isEmpty()) {
      sequences.remove(key);
    }
    if (next != null) {
      expose(next, now);
    }
  }

  /// Takes out one piece of work that waits, by identity; the turn in its sequence passes on.
  /// Linear in the length of the queue.
  ///
  /// @return whether it was waiting
  boolean remove(W work, long now) {
    Optional<Ticket<K, W>> found =
        waiting.stream().filter(ticket -> ticket.work() == work).findFirst();
    found.ifPresent(ticket -> withdraw(ticket, now));
    return found.isPresent();
  }

  /// Takes out everything, in the order in which it wished to start.
  List<W> clear(long now) {
    List<Ticket<K, W>> dropped = List.copyOf(waiting);
    dropped.forEach(ticket -> withdraw(ticket, now));
    return dropped.stream().map(Ticket::work).toList();
  }

  int size() {
    return waiting.size();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /// The next time at which [#advance] has something to do, [WorkTraits#NEVER] if there is none.
  long wakeNanos() {
    return Math.min(
        deadlines.isEmpty() ? WorkTraits.NEVER : deadlines.first().deadline(),
        delayed.isEmpty() ? WorkTraits.NEVER : delayed.first().eligibleAt());
  }

  /// Nanoseconds for which the longest-waiting ticket has been waiting, its own delay not counted.
  long oldestWaitNanos(long now) {
    return waiting.isEmpty() ? 0 : Math.max(0, now - waiting.first().eligibleAt());
  }

  private boolean entersWithTurn(Ticket<K, W> ticket) {
    Object key = ticket.sequence();
    return key == null || sequences.computeIfAbsent(key, k -> new Sequence<>()).enter(ticket);
  }

  private void expose(Ticket<K, W> ticket, long now) {
    if (ticket.eligibleAt() > now) {
      delayed.add(ticket);
    } else {
      ready(ticket.urgency()).add(ticket);
    }
  }

  private void withdraw(Ticket<K, W> ticket, long now) {
    waiting.remove(ticket);
    deadlines.remove(ticket);
    delayed.remove(ticket);
    ready(ticket.urgency()).remove(ticket);
    passTurn(ticket, now);
  }

  private NavigableSet<Ticket<K, W>> ready(Urgency urgency) {
    return ready.computeIfAbsent(urgency, u -> new TreeSet<>(Ticket.bySubmission()));
  }
}
