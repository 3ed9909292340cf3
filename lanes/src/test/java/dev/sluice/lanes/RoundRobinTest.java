package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lanes.VirtualRun.Job;
import dev.sluice.lanes.VirtualRun.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The rules between lanes.
class RoundRobinTest {

  private final LaneSchedule<String, String> schedule =
      new LaneSchedule<>(lane -> LaneLimits.window(10), new TotalLimit(4, 0.75));

  @Test
  void shouldNotExceedTheTotal() {
    // Given
    offer("a", 5);
    offer("b", 5);

    // When
    List<Start<String, String>> starts = startAll();

    // Then
    assertThat(starts).hasSize(4);
    assertThat(schedule.totals(7)).isEqualTo(new LaneStats(6, 4, Duration.ofNanos(7)));
    assertThat(schedule.busy()).isEqualTo(Set.of("a", "b"));
  }

  @Test
  void shouldNotLetOneLaneHoldMoreThanItsShare() {
    // Given
    offer("a", 10);

    // When
    List<Start<String, String>> starts = startAll();

    // Then
    assertThat(starts).hasSize(3);
  }

  @Test
  void shouldTakeTurnsWhateverTheOrderOfOffers() {
    // Given
    offer("a", 4);
    offer("b", 2);
    offer("c", 2);

    // When
    List<String> lanes = runToTheEnd();

    // Then
    assertThat(lanes).containsExactly("a", "b", "c", "a", "b", "c", "a", "a");
  }

  @Test
  void shouldLetANewcomerWaitForOneStartOfEachOther() {
    // Given
    offer("a", 100);
    offer("b", 100);
    List<Start<String, String>> starts = startAll();
    offer("c", 1);

    // When
    starts.forEach(schedule::finish);

    // Then
    assertThat(startAll()).extracting(Start::lane).containsOnlyOnce("c").startsWith("a", "b", "c");
  }

  @Test
  void shouldKeepGoingRoundWhenALaneIsOnHold() {
    // Given
    offer("a", 2);
    offer("b", 2);
    offer("c", 2);

    // When
    schedule.hold("b", 100);

    // Then
    assertThat(runToTheEnd()).containsExactly("a", "c", "a", "c");
  }

  /// 50 lanes, each with a full window and a backlog, share a total that is a third of their
  /// windows. Work takes 2 s there; ends are spread over the time as they are in real life.
  @Test
  void shouldStartAFastLaneInItsTurnWhenTheTotalIsTakenBySlowOnes() {
    // Given
    long slow = Duration.ofSeconds(2).toNanos();
    long fast = Duration.ofMillis(100).toNanos();
    int total = 500;
    List<Job> jobs = new ArrayList<>();
    for (int lane = 0; lane < 50; lane++) {
      for (int id = 0; id < 1000; id++) {
        long takes = slow * (500 + (lane * 37 + id * 61) % 1000) / 1000;
        jobs.add(new Job("slow-" + lane, id, 0, takes, WorkTraits.bulk()));
      }
    }
    long arrives = Duration.ofSeconds(3).toNanos();
    for (int id = 0; id < 100; id++) {
      boolean reply = id % 10 == 0;
      WorkTraits traits = reply ? WorkTraits.interactive() : WorkTraits.bulk();
      jobs.add(new Job("fast", id, arrives, fast, traits));
    }
    LaneLimits limits = new LaneLimits(30, 1000, 4, null);

    // When
    List<Outcome> outcomes = VirtualRun.of(_ -> limits, new TotalLimit(total, 1), jobs, List.of());

    // Then
    assertThat(betweenStartsOf("fast", outcomes, arrives))
        .as("starts of each other lane before the first of the fast one and between two of it")
        .allSatisfy(between -> assertThat(between).doesNotHaveDuplicates());
    List<Long> starts =
        outcomes.stream().filter(it -> "fast".equals(it.lane())).map(Outcome::at).toList();
    long turn = slow * 51 / total;
    assertThat(starts).hasSize(100);
    assertThat(starts.getFirst() - arrives).as("one turn of 51 lanes").isLessThan(2 * turn);
    assertThat(starts.getLast() - arrives).as("a hundred turns").isLessThan(100 * turn * 3 / 2);
  }

  /// Other lanes' starts before each start of a lane, as lists of their names.
  private static List<List<String>> betweenStartsOf(
      String lane, List<Outcome> outcomes, long from) {
    List<List<String>> all = new ArrayList<>();
    List<String> between = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (lane.equals(outcome.lane())) {
        all.add(between);
        between = new ArrayList<>();
      } else if (outcome.at() > from) {
        between.add(outcome.lane());
      }
    }
    return all;
  }

  private void offer(String lane, int times) {
    for (int i = 0; i < times; i++) {
      schedule.offer(lane, lane + i, WorkTraits.bulk(), 0);
    }
  }

  private List<Start<String, String>> startAll() {
    List<Start<String, String>> starts = new ArrayList<>();
    for (Start<String, String> it = schedule.next(0); it != null; it = schedule.next(0)) {
      starts.add(it);
    }
    return starts;
  }

  private List<String> runToTheEnd() {
    List<String> lanes = new ArrayList<>();
    for (Start<String, String> it = schedule.next(0); it != null; it = schedule.next(0)) {
      lanes.add(it.lane());
      schedule.finish(it);
    }
    return lanes;
  }
}
