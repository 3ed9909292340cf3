package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;

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
