package dev.sluice.lanes;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One lane: its permits, its gate and its queue.
///
/// The *gate* is what closes a lane for a time: a hold, or a bucket without a token. Whether the
/// lane may start something depends on nothing outside of it but the clock; as the clock only moves
/// forward, a lane that may start something may do so until it is changed or something in it
/// expires.
final class Lane<K, W> {

  private final K key;
  private final long number;
  private final int shareOfTotal;
  private final TokenBucket bucket;
  private final LaneQueue<K, W> queue = new LaneQueue<>();
  private LaneLimits limits;
  private int inFlight;
  private int bulkInFlight;
  private long heldUntil;
  private long alarm = WorkTraits.NEVER;

  /// @param number tells lanes with the same alarm apart, unique within a schedule
  /// @param shareOfTotal permits that it may hold whatever its window says
  Lane(K key, long number, LaneLimits limits, int shareOfTotal, long now) {
    this.key = key;
    this.number = number;
    this.limits = limits;
    this.shareOfTotal = shareOfTotal;
    this.bucket = new TokenBucket(now);
    this.heldUntil = now;
    bucket.adopt(limits.rate(), now);
  }

  K key() {
    return key;
  }

  long number() {
    return number;
  }

  /// Lives by other limits from now on; what is in flight or queued beyond them stays.
  void adopt(LaneLimits newLimits, long now) {
    if (!newLimits.equals(limits)) {
      limits = newLimits;
      bucket.adopt(newLimits.rate(), now);
    }
  }

  boolean isFull() {
    return queue.size() >= limits.queued();
  }

  int queued() {
    return queue.size();
  }

  void add(Ticket<K, W> ticket, long now) {
    queue.add(ticket, now);
  }

  void advance(long now, Consumer<Ticket<K, W>> expired) {
    queue.advance(now, expired);
  }

  /// A shorter hold leaves a longer one as it is.
  void hold(long untilNanos) {
    heldUntil = Math.max(heldUntil, untilNanos);
  }

  boolean isStartable(long now) {
    return startable(now) != null;
  }

  /// Gives a permit and a token to the next ticket of a lane that [#isStartable].
  Ticket<K, W> start(long now) {
    Urgency urgency = startable(now);
    if (urgency == null) {
      throw new IllegalStateException("nothing to start in lane " + key);
    }
    Ticket<K, W> ticket = queue.takeReady(urgency);
    ticket.start(now);
    bucket.take(now);
    inFlight++;
    bulkInFlight += urgency == Urgency.BULK ? 1 : 0;
    return ticket;
  }

  void finish(Ticket<K, W> ticket, long now) {
    ticket.finish();
    inFlight--;
    bulkInFlight -= ticket.urgency() == Urgency.BULK ? 1 : 0;
    queue.passTurn(ticket, now);
  }

  boolean withdraw(W work, long now) {
    return queue.remove(work, now);
  }

  List<W> dropQueued(long now) {
    return queue.clear(now);
  }

  boolean isBusy() {
    return inFlight > 0 || !queue.isEmpty();
  }

  /// Whether a new lane of the same name would behave the same.
  boolean isForgettable(long now) {
    return !isBusy() && forgettableAt() <= now;
  }

  /// The time for which the schedule noted this lane, see [#setAlarm].
  long alarm() {
    return alarm;
  }

  /// Sets the alarm to the next time at which something changes here by time alone.
  ///
  /// @return whether there is such a time
  boolean setAlarm(long now) {
    alarm = queue.wakeNanos();
    if (!isBusy()) {
      alarm = forgettableAt();
    } else if (!queue.isEmpty() && gate() > now) {
      alarm = Math.min(alarm, gate());
    }
    return alarm != WorkTraits.NEVER;
  }

  LaneStats stats(long now) {
    return new LaneStats(queue.size(), inFlight, Duration.ofNanos(queue.oldestWaitNanos(now)));
  }

  private @Nullable Urgency startable(long now) {
    if (gate() > now || inFlight >= window()) {
      return null;
    }
    if (queue.hasReady(Urgency.INTERACTIVE)) {
      return Urgency.INTERACTIVE;
    }
    return queue.hasReady(Urgency.BULK) && bulkInFlight < bulkWindow() ? Urgency.BULK : null;
  }

  private int window() {
    return Math.min(limits.window(), shareOfTotal);
  }

  /// At least one, or a share smaller than the reserve would stop bulk work for good.
  private int bulkWindow() {
    return Math.max(1, window() - limits.reservedForInteractive());
  }

  private long gate() {
    return Math.max(heldUntil, bucket.opensAt());
  }

  private long forgettableAt() {
    return Math.max(heldUntil, bucket.fullAt());
  }
}
