package dev.sluice.lanes;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// One piece of work on its way through a lane: waiting, in flight, done.
final class Ticket<K, W> implements Start<K, W> {

  private enum Phase {
    WAITING,
    IN_FLIGHT,
    DONE
  }

  private final Lane<K, W> lane;
  private final W work;
  private final WorkTraits traits;
  private final long order;
  private final long eligibleAt;
  private Phase phase = Phase.WAITING;
  private long startedAt;

  /// @param order its place in the order of submission, unique within a schedule
  Ticket(Lane<K, W> lane, W work, WorkTraits traits, long order, long now) {
    this.lane = lane;
    this.work = work;
    this.traits = traits;
    this.order = order;
    this.eligibleAt = Math.max(now, traits.notBeforeNanos());
  }

  static <K, W> Comparator<Ticket<K, W>> bySubmission() {
    return (a, b) -> Long.compare(a.order, b.order);
  }

  static <K, W> Comparator<Ticket<K, W>> byEligibility() {
    return Comparator.<Ticket<K, W>>comparingLong(ticket -> ticket.eligibleAt)
        .thenComparing(bySubmission());
  }

  static <K, W> Comparator<Ticket<K, W>> byDeadline() {
    return Comparator.<Ticket<K, W>>comparingLong(Ticket::deadline).thenComparing(bySubmission());
  }

  void start(long now) {
    phase = Phase.IN_FLIGHT;
    startedAt = now;
  }

  /// @throws IllegalStateException if it is not in flight
  void finish() {
    if (phase != Phase.IN_FLIGHT) {
      throw new IllegalStateException("finished work that is not in flight: " + phase);
    }
    phase = Phase.DONE;
  }

  Lane<K, W> home() {
    return lane;
  }

  @Override
  public K lane() {
    return lane.key();
  }

  @Override
  public W work() {
    return work;
  }

  @Override
  public long waitedNanos() {
    return startedAt - eligibleAt;
  }

  Urgency urgency() {
    return traits.urgency();
  }

  @Nullable Object sequence() {
    return traits.sequence();
  }

  boolean keepsTurn() {
    return traits.keepsTurn();
  }

  boolean isInFlight() {
    return phase == Phase.IN_FLIGHT;
  }

  /// When it may start at the earliest by its own wish.
  long eligibleAt() {
    return eligibleAt;
  }

  long deadline() {
    return traits.deadlineNanos();
  }
}
