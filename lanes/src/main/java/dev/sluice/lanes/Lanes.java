package dev.sluice.lanes;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Lanes that run their work: concurrency per tenant, bounded and fair.
///
/// ```java
/// Lanes<String> lanes = Lanes.open("send", tenant -> LaneLimits.window(30), TotalLimit.of(2_000));
/// switch (lanes.submit("acme", Work.of(() -> send(message)))) {
///   case Admission.Accepted() -> {}
///   case Admission.LaneFull(int queued) -> pause("acme");
///   case Admission.Draining() -> leaveForTheNextOwner(message);
/// }
/// ```
///
/// What starts when is [LaneSchedule]'s to say. Each task runs on a virtual thread of its own. The
/// permit comes back after the task has returned or thrown, and only then may it go to other work:
/// counted inside the tasks, a window is never exceeded. What a task, `onExpired` or `onDropped`
/// throws reaches the uncaught exception handler.
///
/// A task may submit to these lanes, a retry of itself for instance, and is answered like anybody
/// else. It must not wait for its own lane in [#awaitIdle] or [#drain].
///
/// Tasks that compute belong into lanes of their own with a total of about the number of cores.
/// Safe for use by many threads. No method but [#drain], [#awaitIdle] and the `onDropped` actions
/// blocks for longer than a decision takes.
///
/// @param <K> what names a lane; `equals` and `hashCode` count
public final class Lanes<K> implements AutoCloseable {

  private final String name;
  private final LongSupplier ticker;
  private final ThreadFactory threads;
  private final ReentrantLock lock = new ReentrantLock();

  /// Signalled when something has finished, expired or been dropped.
  private final Condition less = lock.newCondition();

  private final LaneSchedule<K, Work> schedule;
  private final WakeUp wakeUp;
  private final Set<Thread> running = new HashSet<>();

  /// How many `onExpired` actions run for a lane; they hold no permit, but a lane is not idle.
  private final Map<K, Integer> expiring = new HashMap<>();

  private boolean draining;

  private Lanes(
      String name,
      Function<? super K, LaneLimits> limits,
      TotalLimit total,
      LongSupplier ticker,
      ThreadFactory threads) {
    this.name = name;
    this.ticker = ticker;
    this.threads = threads;
    this.schedule = new LaneSchedule<>(limits, total);
    this.wakeUp = new WakeUp(lock, ticker, this::decide);
  }

  /// Opens lanes with a timer, a daemon thread that ends with [#close].
  ///
  /// @param name what threads are named after
  /// @param limits what each lane may do, read with each submission, hold and [#refresh]; called
  ///   under a lock, so it answers from memory and does not call these lanes
  /// @param total what all lanes together may do
  public static <K> Lanes<K> open(
      String name, Function<? super K, LaneLimits> limits, TotalLimit total) {
    long origin = System.nanoTime();
    return open(
        name, limits, total, () -> System.nanoTime() - origin, Thread.ofVirtual().factory());
  }

  /// The same with another clock and other threads; see [#tick].
  static <K> Lanes<K> open(
      String name,
      Function<? super K, LaneLimits> limits,
      TotalLimit total,
      LongSupplier ticker,
      ThreadFactory threads) {
    Lanes<K> lanes = new Lanes<>(name, limits, total, ticker, threads);
    lanes.wakeUp.start(name + "-timer");
    return lanes;
  }

  /// Gives work to a lane, which starts it as soon as it may. Never blocks.
  ///
  /// @throws RuntimeException what reading the lane's limits throws; nothing of the work is kept
  public Admission submit(K lane, Work work) {
    return locked(
        () -> {
          if (draining) {
            return new Admission.Draining();
          }
          long now = ticker.getAsLong();
          Admission admission = schedule.offer(lane, work, work.traits(now), now);
          decide();
          return admission;
        });
  }

  /// Lets nothing of a lane start for `duration`; what runs goes on, what waits may expire. A
  /// shorter hold leaves a longer one as it is.
  public void hold(K lane, Duration duration) {
    change(() -> schedule.hold(lane, ticker.getAsLong() + Work.nanos(duration)));
  }

  /// Reads a lane's limits again, for settings that have changed while its work waits.
  public void refresh(K lane) {
    change(() -> schedule.refresh(lane));
  }

  /// How a lane stands.
  public LaneStats stats(K lane) {
    return locked(() -> schedule.stats(lane, ticker.getAsLong()));
  }

  /// How all lanes stand together: the sums, and the longest of the waits.
  public LaneStats totals() {
    return locked(() -> schedule.totals(ticker.getAsLong()));
  }

  /// The lanes with anything queued or in flight.
  public Set<K> busy() {
    return locked(schedule::busy);
  }

  /// Refuses new work from now on and waits for what is queued and in flight, delays included.
  ///
  /// Refused is also what running tasks submit. After [#close] it waits for interrupted tasks.
  ///
  /// @return whether everything has finished; false after `atMost`, or at once with the interrupt
  ///   flag set if the calling thread is interrupted
  public boolean drain(Duration atMost) {
    return locked(
        () -> {
          draining = true;
          return awaitUntil(() -> !schedule.isBusy() && expiring.isEmpty(), atMost);
        });
  }

  /// Waits until a lane has nothing queued and nothing in flight, without refusing new work.
  ///
  /// @return whether it came to that; false after `atMost`, or at once with the interrupt flag set
  ///   if the calling thread is interrupted
  public boolean awaitIdle(K lane, Duration atMost) {
    return locked(
        () -> awaitUntil(() -> !schedule.isBusy(lane) && !expiring.containsKey(lane), atMost));
  }

  /// Takes one piece of work, compared by identity, back; none of its actions runs.
  ///
  /// @return whether it was waiting, none of its actions begun
  public boolean withdraw(K lane, Work work) {
    return locked(
        () -> {
          boolean waited = schedule.withdraw(lane, work);
          decide();
          return waited;
        });
  }

  /// Drops what a lane has not started and runs each `onDropped` on the calling thread, in the
  /// order in which the work wished to start.
  ///
  /// @return how many
  public int cancelQueued(K lane) {
    List<Work> dropped =
        locked(
            () -> {
              List<Work> queued = schedule.dropQueued(lane);
              decide();
              return queued;
            });
    dropped.forEach(Work::drop);
    return dropped.size();
  }

  /// Refuses new work, drops what is queued (each `onDropped` runs on the calling thread) and
  /// interrupts what runs, without waiting for its end. Orderly is [#drain] before, and complete is
  /// [#drain] after.
  @Override
  public void close() {
    List<Work> dropped =
        locked(
            () -> {
              draining = true;
              wakeUp.stop();
              running.forEach(Thread::interrupt);
              less.signalAll();
              return schedule.busy().stream()
                  .flatMap(lane -> schedule.dropQueued(lane).stream())
                  .toList();
            });
    dropped.forEach(Work::drop);
  }

  /// Decides again because the clock has moved: what the timer does, for a clock it cannot know.
  void tick() {
    change(() -> {});
  }

  /// Starts whatever may start now. Under the lock, after every change.
  private void decide() {
    long now = ticker.getAsLong();
    for (Start<K, Work> it = schedule.next(now); it != null; it = schedule.next(now)) {
      begin(it);
    }
    schedule.expired(now).forEach(this::beginExpiry);
    less.signalAll();
    wakeUp.set(schedule.wakeNanos().orElse(WorkTraits.NEVER));
  }

  private void begin(Start<K, Work> start) {
    Thread thread = thread(start.lane(), () -> run(start));
    running.add(thread);
    thread.start();
  }

  private void run(Start<K, Work> start) {
    try {
      start.work().task().run();
    } finally {
      change(
          () -> {
            running.remove(Thread.currentThread());
            schedule.finish(start);
          });
    }
  }

  private void beginExpiry(Expired<K, Work> expired) {
    expiring.merge(expired.lane(), 1, Integer::sum);
    thread(expired.lane(), () -> runExpiry(expired)).start();
  }

  private void runExpiry(Expired<K, Work> expired) {
    try {
      expired.work().onExpired().run();
    } finally {
      change(
          () ->
              expiring.computeIfPresent(
                  expired.lane(), (lane, count) -> count == 1 ? null : count - 1));
    }
  }

  private Thread thread(K lane, Runnable body) {
    Thread thread = threads.newThread(body);
    thread.setName(name + "/" + lane);
    return thread;
  }

  private boolean awaitUntil(BooleanSupplier reached, Duration atMost) {
    long left = Work.nanos(atMost);
    try {
      while (!reached.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = less.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Does something after which other work may start.
  private void change(Runnable action) {
    locked(
        () -> {
          action.run();
          decide();
          return true;
        });
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
