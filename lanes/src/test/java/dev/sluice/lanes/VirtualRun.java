package dev.sluice.lanes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Jobs on a [LaneSchedule] under a clock that jumps from event to event.
final class VirtualRun {

  /// A job that never ends.
  static final long FOREVER = Long.MAX_VALUE;

  /// @param takes nanoseconds from start to finish, [#FOREVER] for a stuck one
  record Job(String lane, int id, long arrives, long takes, WorkTraits traits) {}

  /// Throttling of a lane.
  record Hold(String lane, long at, long until) {}

  enum Fate {
    STARTED,
    EXPIRED,
    REFUSED
  }

  /// What became of a job and when.
  record Outcome(String lane, int id, Fate fate, long at) {}

  private record Event(long at, int order, Runnable action) {}

  private final LaneSchedule<String, Job> schedule;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingInt(Event::order));
  private final List<Outcome> outcomes = new ArrayList<>();
  private int order;
  private long now;

  private VirtualRun(Function<String, LaneLimits> limits, TotalLimit total) {
    schedule = new LaneSchedule<>(limits, total);
  }

  /// Runs to the end, or to where only stuck jobs are left.
  ///
  /// @return outcomes in the order in which they happened
  static List<Outcome> of(
      Function<String, LaneLimits> limits, TotalLimit total, List<Job> jobs, List<Hold> holds) {
    VirtualRun run = new VirtualRun(limits, total);
    holds.forEach(it -> run.at(it.at(), () -> run.schedule.hold(it.lane(), it.until())));
    jobs.forEach(it -> run.at(it.arrives(), () -> run.arrive(it)));
    run.toTheEnd();
    return run.outcomes;
  }

  /// Outcomes of the lanes other than `lane`, by lane and job.
  static Map<String, Map<Integer, Outcome>> withoutLane(String lane, List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(it -> !it.lane().startsWith(lane))
        .collect(
            Collectors.groupingBy(
                Outcome::lane, HashMap::new, Collectors.toMap(Outcome::id, it -> it)));
  }

  private void at(long time, Runnable action) {
    events.add(new Event(time, order++, action));
  }

  private void toTheEnd() {
    while (!events.isEmpty() || schedule.wakeNanos().isPresent()) {
      long nextEvent = events.isEmpty() ? Long.MAX_VALUE : events.element().at();
      now = Math.min(nextEvent, schedule.wakeNanos().orElse(Long.MAX_VALUE));
      while (!events.isEmpty() && events.element().at() == now) {
        events.remove().action().run();
      }
      decide();
    }
  }

  private void arrive(Job job) {
    if (!(schedule.offer(job.lane(), job, job.traits(), now) instanceof Admission.Accepted)) {
      note(job, Fate.REFUSED);
    }
  }

  private void decide() {
    for (Start<String, Job> it = schedule.next(now); it != null; it = schedule.next(now)) {
      Start<String, Job> start = it;
      note(start.work(), Fate.STARTED);
      if (start.work().takes() != FOREVER) {
        at(now + start.work().takes(), () -> schedule.finish(start));
      }
    }
    schedule.expired(now).forEach(it -> note(it.work(), Fate.EXPIRED));
  }

  private void note(Job job, Fate fate) {
    outcomes.add(new Outcome(job.lane(), job.id(), fate, now));
  }
}
