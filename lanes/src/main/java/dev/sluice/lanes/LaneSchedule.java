package dev.sluice.lanes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The decision which piece of work starts next, as a data structure: no threads, no clock.
///
/// Within a lane work starts when its delay is over, its sequence has come to it, the window and
/// the share of the total leave a permit, the bucket has a token and no hold is on; interactive
/// before bulk, then in the order of submission. Between lanes that may start something, starts go
/// round, one each: while a lane has work that may start, every other lane starts at most once
/// before it does. Where the total is not reached, no lane's decisions depend on another lane.
///
/// As every start costs one permit, this ring is deficit round robin with a quantum of one: a lane
/// that could not start in its turn has no deficit to carry over, for it is not in the ring.
///
/// Permits kept for interactive work are kept within a lane's window only, not of the total. Where
/// the total binds, interactive work waits for its lane's turn: at most one start of each other
/// lane. That cannot end in a deadlock, for a permit is held by work that runs and never by work
/// that waits for a permit.
///
/// Work that waits when its deadline comes expires: it is handed out by [#expired], never by
/// [#next]. Everything accepted is handed out exactly once, by one of the two or by [#dropQueued].
///
/// The limits of a lane are read with each offer, hold and refresh; lowered ones leave what is
/// queued and in flight alone and hold for what comes.
///
/// A decision costs O(log n) in the number of busy lanes and in the queue of the lane concerned. A
/// lane with nothing queued, nothing in flight, no hold and a full bucket holds no memory.
///
/// Times are nanoseconds on any one clock that starts anywhere within ±2^61; a time earlier than
/// one already seen counts as the one already seen. Not thread-safe, see [Lanes].
///
/// @param <K> what names a lane; `equals` and `hashCode` count
/// @param <W> the work, never looked into
public final class LaneSchedule<K, W> {

  private final Function<? super K, LaneLimits> limits;
  private final TotalLimit total;
  private final Map<K, Lane<K, W>> lanes = new HashMap<>();

  /// Lanes that may start something, the next one first. A lane that has started goes to the end.
  private final SequencedSet<Lane<K, W>> ring = new LinkedHashSet<>();

  /// Lanes in which something will change by time alone, the soonest first.
  private final NavigableSet<Lane<K, W>> alarms =
      new TreeSet<>(
          Comparator.<Lane<K, W>>comparingLong(Lane::alarm).thenComparingLong(Lane::number));

  private final List<Expired<K, W>> expired = new ArrayList<>();
  private long now = Long.MIN_VALUE >> 2;
  private long numbers;
  private int inFlight;

  /// A schedule without any work.
  ///
  /// @param limits what each lane may do; must not block, nor call this schedule
  /// @param total what all lanes together may do
  public LaneSchedule(Function<? super K, LaneLimits> limits, TotalLimit total) {
    this.limits = limits;
    this.total = total;
  }

  /// Offers work to a lane.
  ///
  /// @return [Admission.Accepted], or [Admission.LaneFull] if the lane's queue is at its limit
  /// @throws RuntimeException what reading the limits throws; nothing has changed then
  public Admission offer(K key, W work, WorkTraits traits, long nowNanos) {
    LaneLimits read = limits.apply(key);
    advance(nowNanos);
    Lane<K, W> lane = open(key, read);
    if (lane.isFull()) {
      settle(lane);
      return new Admission.LaneFull(lane.queued());
    }
    lane.add(new Ticket<>(lane, work, traits, numbers++, now), now);
    settle(lane);
    return new Admission.Accepted();
  }

  /// Starts the next piece of work, if one may start at `nowNanos`.
  ///
  /// Call it until it returns null. The permit is taken when it returns and is given back by
  /// [#finish].
  public @Nullable Start<K, W> next(long nowNanos) {
    advance(nowNanos);
    if (ring.isEmpty() || inFlight >= total.inFlight()) {
      return null;
    }
    Lane<K, W> lane = ring.removeFirst();
    Ticket<K, W> ticket = lane.start(now);
    inFlight++;
    settle(lane);
    return ticket;
  }

  /// Takes the work that has expired by `nowNanos` and has not been taken yet.
  public List<Expired<K, W>> expired(long nowNanos) {
    advance(nowNanos);
    List<Expired<K, W>> taken = List.copyOf(expired);
    expired.clear();
    return taken;
  }

  /// Gives a permit back and passes the turn on in the work's sequence.
  ///
  /// @throws IllegalStateException if that work has been finished before
  public void finish(Start<K, W> start) {
    Ticket<K, W> ticket =
        switch (start) {
          case Ticket<K, W> it -> it;
        };
    Lane<K, W> lane = ticket.home();
    lane.finish(ticket, now);
    inFlight--;
    settle(lane);
  }

  /// Lets nothing of a lane start before `untilNanos`; what is in flight goes on, what waits may
  /// expire. A shorter hold leaves a longer one as it is.
  public void hold(K key, long untilNanos) {
    Lane<K, W> lane = open(key, limits.apply(key));
    lane.hold(untilNanos);
    settle(lane);
  }

  /// Reads a lane's limits again.
  public void refresh(K key) {
    settle(open(key, limits.apply(key)));
  }

  /// Takes one piece of work back that its lane has not started. Linear in the length of the lane's
  /// queue.
  ///
  /// @param work compared by identity
  /// @return whether it was waiting; false when it was started, has expired or was dropped
  public boolean withdraw(K key, W work) {
    Lane<K, W> lane = lanes.get(key);
    if (lane == null) {
      return false;
    }
    boolean waited = lane.withdraw(work, now);
    settle(lane);
    return waited;
  }

  /// Takes out whatever a lane has not started, in the order in which it wished to start.
  public List<W> dropQueued(K key) {
    Lane<K, W> lane = lanes.get(key);
    if (lane == null) {
      return List.of();
    }
    List<W> dropped = lane.dropQueued(now);
    settle(lane);
    return dropped;
  }

  /// The earliest time at which something may change without any other call, empty if there is
  /// none. A caller with a clock calls [#next] and [#expired] again then.
  public OptionalLong wakeNanos() {
    return alarms.isEmpty() ? OptionalLong.empty() : OptionalLong.of(alarms.first().alarm());
  }

  /// How a lane stands.
  public LaneStats stats(K key, long nowNanos) {
    Lane<K, W> lane = lanes.get(key);
    return lane == null ? LaneStats.IDLE : lane.stats(nowNanos);
  }

  /// How all lanes stand together: the sums, and the longest of the waits. O(busy lanes).
  public LaneStats totals(long nowNanos) {
    return lanes.values().stream()
        .map(lane -> lane.stats(nowNanos))
        .reduce(LaneStats.IDLE, LaneStats::plus);
  }

  /// The lanes with anything queued or in flight. O(busy lanes).
  public Set<K> busy() {
    return lanes.values().stream()
        .filter(Lane::isBusy)
        .map(Lane::key)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether a lane has anything queued or in flight.
  public boolean isBusy(K key) {
    Lane<K, W> lane = lanes.get(key);
    return lane != null && lane.isBusy();
  }

  /// Whether any lane has anything queued or in flight.
  public boolean isBusy() {
    return lanes.values().stream().anyMatch(Lane::isBusy);
  }

  /// Lanes that hold memory.
  int remembered() {
    return lanes.size();
  }

  private void advance(long nowNanos) {
    now = Math.max(now, nowNanos);
    while (!alarms.isEmpty() && alarms.first().alarm() <= now) {
      Lane<K, W> lane = alarms.first();
      lane.advance(now, it -> expired.add(new Expired<>(it.lane(), it.work())));
      settle(lane);
    }
  }

  private Lane<K, W> open(K key, LaneLimits read) {
    Lane<K, W> lane =
        lanes.computeIfAbsent(key, k -> new Lane<>(k, numbers++, read, total.perLane(), now));
    lane.adopt(read, now);
    return lane;
  }

  /// Notes where a lane stands now that something about it has changed.
  private void settle(Lane<K, W> lane) {
    alarms.remove(lane);
    if (lane.isForgettable(now)) {
      lanes.remove(lane.key());
      ring.remove(lane);
      return;
    }
    if (lane.setAlarm(now)) {
      alarms.add(lane);
    }
    if (lane.isStartable(now)) {
      ring.add(lane);
    } else {
      ring.remove(lane);
    }
  }
}
