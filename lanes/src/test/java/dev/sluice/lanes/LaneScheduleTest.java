package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The rules within one lane.
class LaneScheduleTest {

  private final Map<String, LaneLimits> limits = new HashMap<>();
  private final LaneSchedule<String, String> schedule =
      new LaneSchedule<>(lane -> Objects.requireNonNull(limits.get(lane)), TotalLimit.unbounded());

  @Test
  void shouldStartUpToTheWindowInOrder() {
    // Given
    limits.put("a", LaneLimits.window(2));
    offer("a", WorkTraits.bulk(), "1", "2", "3");

    // When
    List<Start<String, String>> starts = startAll(0);

    // Then
    assertThat(works(starts)).containsExactly("1", "2");
    assertThat(schedule.stats("a", 5)).isEqualTo(new LaneStats(1, 2, Duration.ofNanos(5)));
  }

  @Test
  void shouldStartTheNextOnlyWhenOneHasFinished() {
    // Given
    limits.put("a", LaneLimits.window(1));
    offer("a", WorkTraits.bulk(), "1", "2");
    Start<String, String> first = startAll(0).getFirst();

    // When
    schedule.finish(first);

    // Then
    assertThat(works(startAll(9))).containsExactly("2");
  }

  @Test
  void shouldTellHowLongWorkWaited() {
    // Given
    limits.put("a", LaneLimits.window(1));
    offer("a", WorkTraits.bulk(), "1");
    offer("a", WorkTraits.bulk().notBefore(30), "2");
    Start<String, String> first = startAll(0).getFirst();
    schedule.finish(first);

    // When
    Start<String, String> second = startAll(50).getFirst();

    // Then
    assertThat(first.waitedNanos()).isZero();
    assertThat(second.waitedNanos()).isEqualTo(20);
  }

  @Test
  void shouldRefuseToFinishTwice() {
    // Given
    limits.put("a", LaneLimits.window(1));
    offer("a", WorkTraits.bulk(), "1", "2");
    Start<String, String> start = startAll(0).getFirst();

    // When
    schedule.finish(start);

    // Then
    assertThatIllegalStateException().isThrownBy(() -> schedule.finish(start));
    assertThat(schedule.stats("a", 0).inFlight()).isZero();
  }

  @Test
  void shouldRefuseBeyondTheQueueAndTakeAgainAfterStart() {
    // Given
    limits.put("a", LaneLimits.window(1).withQueued(2));
    offer("a", WorkTraits.bulk(), "1", "2");

    // When
    Admission beyond = schedule.offer("a", "3", WorkTraits.bulk(), 0);

    // Then
    assertThat(beyond).isEqualTo(new Admission.LaneFull(2));
    assertThat(works(startAll(0))).containsExactly("1");
    assertThat(schedule.offer("a", "3", WorkTraits.bulk(), 0)).isEqualTo(new Admission.Accepted());
  }

  @Test
  void shouldStartInteractiveBeforeBulk() {
    // Given
    limits.put("a", LaneLimits.window(2));
    offer("a", WorkTraits.bulk(), "bulk1", "bulk2");
    offer("a", WorkTraits.interactive(), "reply");

    // When
    List<Start<String, String>> starts = startAll(0);

    // Then
    assertThat(works(starts)).containsExactly("reply", "bulk1");
  }

  @Test
  void shouldKeepReservedPermitsForInteractiveWork() {
    // Given
    limits.put("a", LaneLimits.window(4).withReserved(3));
    offer("a", WorkTraits.bulk(), "bulk1", "bulk2");
    List<Start<String, String>> bulk = startAll(0);

    // When
    offer("a", WorkTraits.interactive(), "reply1", "reply2", "reply3", "reply4");

    // Then
    assertThat(works(bulk)).containsExactly("bulk1");
    assertThat(works(startAll(0))).containsExactly("reply1", "reply2", "reply3");
  }

  @Test
  void shouldLetBulkGoOnWhenReserveLeavesNothingOfTheShare() {
    // Given: the share of the total is 1, the reserve alone is more
    LaneSchedule<String, String> narrow =
        new LaneSchedule<>(lane -> LaneLimits.window(30).withReserved(4), TotalLimit.of(2));

    // When
    narrow.offer("a", "bulk", WorkTraits.bulk(), 0);

    // Then
    assertThat(narrow.next(0)).isNotNull();
  }

  @Test
  void shouldStartNothingOnHoldAndEverythingAfter() {
    // Given
    limits.put("a", LaneLimits.window(2));
    limits.put("b", LaneLimits.window(2));
    schedule.hold("a", 100);
    offer("a", WorkTraits.bulk(), "1");
    offer("b", WorkTraits.bulk(), "other");

    // When
    List<Start<String, String>> during = startAll(99);

    // Then
    assertThat(works(during)).containsExactly("other");
    assertThat(schedule.wakeNanos()).hasValue(100);
    assertThat(works(startAll(100))).containsExactly("1");
  }

  @Test
  void shouldNotShortenAHold() {
    // Given
    limits.put("a", LaneLimits.window(1));
    schedule.hold("a", 100);
    offer("a", WorkTraits.bulk(), "1");

    // When
    schedule.hold("a", 50);

    // Then
    assertThat(startAll(99)).isEmpty();
    assertThat(startAll(100)).hasSize(1);
  }

  @Test
  void shouldHoldNoPermitWhileDelayed() {
    // Given
    limits.put("a", LaneLimits.window(1).withQueued(2));
    offer("a", WorkTraits.bulk().notBefore(100), "later");
    offer("a", WorkTraits.bulk(), "now");

    // When
    List<Start<String, String>> starts = startAll(0);

    // Then
    assertThat(works(starts)).containsExactly("now");
    assertThat(schedule.stats("a", 50)).isEqualTo(new LaneStats(1, 1, Duration.ZERO));
    assertThat(schedule.wakeNanos()).hasValue(100);
    schedule.finish(starts.getFirst());
    assertThat(startAll(99)).isEmpty();
    assertThat(works(startAll(100))).containsExactly("later");
  }

  @Test
  void shouldWaitEvenForOneNanosecond() {
    // Given
    limits.put("a", LaneLimits.window(1));

    // When
    offer("a", WorkTraits.bulk().notBefore(1), "1");

    // Then
    assertThat(startAll(0)).isEmpty();
    assertThat(startAll(1)).hasSize(1);
  }

  @Test
  void shouldExpireInsteadOfStartingAtTheDeadline() {
    // Given
    limits.put("a", LaneLimits.window(1));
    offer("a", WorkTraits.bulk(), "running");
    offer("a", WorkTraits.bulk().deadline(100), "late", "later");
    Start<String, String> running = startAll(0).getFirst();
    assertThat(schedule.expired(99)).isEmpty();

    // When
    schedule.finish(running);

    // Then
    assertThat(startAll(100)).isEmpty();
    assertThat(schedule.expired(100))
        .containsExactly(new Expired<>("a", "late"), new Expired<>("a", "later"));
    assertThat(schedule.expired(100)).isEmpty();
  }

  @Test
  void shouldNotExpireWhatRuns() {
    // Given
    limits.put("a", LaneLimits.window(1));
    offer("a", WorkTraits.bulk().deadline(100), "1");

    // When
    List<Start<String, String>> starts = startAll(99);

    // Then
    assertThat(starts).hasSize(1);
    assertThat(schedule.expired(1_000)).isEmpty();
    assertThat(schedule.wakeNanos()).isEmpty();
  }

  @Test
  void shouldExpireOnHoldAndWhileDelayed() {
    // Given
    limits.put("a", LaneLimits.window(1));
    schedule.hold("a", 1_000);
    offer("a", WorkTraits.bulk().deadline(100), "held");
    offer("a", WorkTraits.bulk().notBefore(500).deadline(200), "delayed");

    // When
    List<Expired<String, String>> expired = schedule.expired(200);

    // Then
    assertThat(expired).extracting(Expired::work).containsExactly("held", "delayed");
  }

  @Test
  void shouldRunASequenceOneAtATimeAndInOrder() {
    // Given
    limits.put("a", LaneLimits.window(10));
    offer("a", WorkTraits.bulk().inSequence("ann"), "ann1", "ann2");
    offer("a", WorkTraits.bulk().inSequence("bob"), "bob1");
    offer("a", WorkTraits.bulk(), "free");
    List<Start<String, String>> starts = startAll(0);

    // When
    schedule.finish(starts.getFirst());

    // Then
    assertThat(works(starts)).containsExactly("ann1", "bob1", "free");
    assertThat(works(startAll(0))).containsExactly("ann2");
  }

  @Test
  void shouldKeepOrderInSequenceOverUrgencyAndDelay() {
    // Given
    limits.put("a", LaneLimits.window(10));
    offer("a", WorkTraits.bulk().inSequence("ann").notBefore(100), "first");
    offer("a", WorkTraits.interactive().inSequence("ann"), "second");

    // When
    List<Start<String, String>> early = startAll(99);

    // Then
    assertThat(early).isEmpty();
    assertThat(works(startAll(100))).containsExactly("first");
  }

  @Test
  void shouldPassTheTurnWhenTheHeadOfASequenceExpires() {
    // Given
    limits.put("a", LaneLimits.window(10));
    offer("a", WorkTraits.bulk().inSequence("ann").notBefore(500).deadline(100), "first");
    offer("a", WorkTraits.bulk().inSequence("ann"), "second");

    // When
    List<Start<String, String>> starts = startAll(100);

    // Then
    assertThat(works(starts)).containsExactly("second");
  }

  @Test
  void shouldLetARetryKeepItsTurn() {
    // Given
    limits.put("a", LaneLimits.window(10));
    WorkTraits ann = WorkTraits.bulk().inSequence("ann");
    offer("a", ann, "first", "second");
    Start<String, String> first = startAll(0).getFirst();

    // When
    offer("a", ann.notBefore(100).keepingTurn(), "first again");
    schedule.finish(first);

    // Then
    assertThat(startAll(99)).isEmpty();
    assertThat(works(startAll(100))).containsExactly("first again");
  }

  @Test
  void shouldNotLetAnythingJumpAheadInASequenceThatDoesNotRun() {
    // Given
    limits.put("a", LaneLimits.window(10));
    WorkTraits ann = WorkTraits.bulk().inSequence("ann").notBefore(100);
    offer("a", ann, "first", "second");

    // When
    offer("a", ann.keepingTurn(), "third");

    // Then
    assertThat(runToTheEnd(100)).containsExactly("first", "second", "third");
  }

  @Test
  void shouldStartABurstAndThenAtTheRate() {
    // Given: one token in 1,000 ns
    limits.put("a", LaneLimits.window(100).withRate(new Rate(1_000_000, 3)));
    offer("a", WorkTraits.bulk(), "1", "2", "3", "4", "5", "6");

    // When
    List<Start<String, String>> burst = startAll(0);

    // Then
    assertThat(burst).hasSize(3);
    assertThat(schedule.wakeNanos()).hasValue(1_000);
    assertThat(startAll(999)).isEmpty();
    assertThat(startAll(1_000)).hasSize(1);
    assertThat(startAll(2_999)).hasSize(1);
    assertThat(startAll(3_000)).hasSize(1);
  }

  @Test
  void shouldNotSaveUpMoreThanTheBurst() {
    // Given
    limits.put("a", LaneLimits.window(100).withRate(new Rate(1_000_000, 2)));
    offer("a", WorkTraits.bulk(), "1", "2");
    startAll(0);

    // When
    schedule.offer("a", "3", WorkTraits.bulk(), 1_000_000);
    schedule.offer("a", "4", WorkTraits.bulk(), 1_000_000);
    schedule.offer("a", "5", WorkTraits.bulk(), 1_000_000);

    // Then
    assertThat(startAll(1_000_000)).hasSize(2);
  }

  @Test
  void shouldLiveByNewLimitsFromRefreshOn() {
    // Given
    limits.put("a", LaneLimits.window(1));
    offer("a", WorkTraits.bulk(), "1", "2", "3");
    startAll(0);
    limits.put("a", LaneLimits.window(2));
    assertThat(startAll(0)).isEmpty();

    // When
    schedule.refresh("a");

    // Then
    assertThat(works(startAll(0))).containsExactly("2");
  }

  @Test
  void shouldStartNothingUntilALoweredWindowHasRoom() {
    // Given
    limits.put("a", LaneLimits.window(3));
    offer("a", WorkTraits.bulk(), "1", "2", "3", "4");
    List<Start<String, String>> starts = startAll(0);
    limits.put("a", LaneLimits.window(1));
    schedule.refresh("a");

    // When
    schedule.finish(starts.get(0));
    schedule.finish(starts.get(1));

    // Then
    assertThat(startAll(0)).isEmpty();
    schedule.finish(starts.get(2));
    assertThat(works(startAll(0))).containsExactly("4");
  }

  @Test
  void shouldNotOweTheOldRateWhenARateIsRaised() {
    // Given: at one start in 1,000 s the next would be due in 1,000 s
    limits.put("a", LaneLimits.window(9).withRate(new Rate(0.001, 1)));
    offer("a", WorkTraits.bulk(), "1", "2");
    startAll(0);
    limits.put("a", LaneLimits.window(9).withRate(new Rate(1_000_000, 1)));

    // When
    schedule.refresh("a");

    // Then
    assertThat(schedule.wakeNanos()).hasValue(1_000);
    assertThat(startAll(1_000)).hasSize(1);
  }

  @Test
  void shouldDropWhatIsQueuedAndLeaveWhatRuns() {
    // Given
    limits.put("a", LaneLimits.window(1));
    offer("a", WorkTraits.bulk().inSequence("ann"), "1", "2", "3");
    offer("a", WorkTraits.bulk().notBefore(100).deadline(200), "4");
    Start<String, String> running = startAll(0).getFirst();

    // When
    List<String> dropped = schedule.dropQueued("a");

    // Then
    assertThat(dropped).containsExactly("2", "3", "4");
    assertThat(schedule.stats("a", 0)).isEqualTo(new LaneStats(0, 1, Duration.ZERO));
    schedule.finish(running);
    assertThat(startAll(1_000)).isEmpty();
    assertThat(schedule.expired(1_000)).isEmpty();
    assertThat(schedule.dropQueued("a")).isEmpty();
  }

  @Test
  void shouldRememberNothingOfIdleLanes() {
    // Given
    for (int i = 0; i < 1_000; i++) {
      String lane = "lane" + i;
      limits.put(lane, LaneLimits.window(1).withRate(new Rate(1_000_000, 3)));
      offer(lane, WorkTraits.bulk().inSequence("ann").deadline(5_000), "1");
    }
    schedule.hold("lane7", 2_000);

    // When
    startAll(0).forEach(schedule::finish);

    // Then: a bucket takes 1,000 ns to fill up, one lane is on hold, its work still waits
    assertThat(schedule.remembered()).isEqualTo(1_000);
    assertThat(startAll(1_000)).isEmpty();
    assertThat(schedule.remembered()).isEqualTo(1);
    startAll(2_000).forEach(schedule::finish);
    startAll(3_000);
    assertThat(schedule.remembered()).isZero();
    assertThat(schedule.wakeNanos()).isEmpty();
  }

  @Test
  void shouldForgetALaneThatWasOnlyRefreshed() {
    // Given
    limits.put("a", LaneLimits.window(1));

    // When
    schedule.refresh("a");

    // Then
    assertThat(schedule.remembered()).isZero();
    assertThat(schedule.stats("a", 0)).isEqualTo(new LaneStats(0, 0, Duration.ZERO));
  }

  @Test
  void shouldKeepNothingWhenLimitsCannotBeRead() {
    // Given: no limits for the lane

    // When / Then
    assertThatThrownBy(() -> schedule.offer("unknown", "1", WorkTraits.bulk(), 0))
        .isInstanceOf(NullPointerException.class);
    assertThat(schedule.remembered()).isZero();
  }

  @Test
  void shouldNotGoBackInTime() {
    // Given
    limits.put("a", LaneLimits.window(1));
    schedule.hold("a", 100);
    startAll(100);

    // When
    offer("a", WorkTraits.bulk(), "1");

    // Then
    assertThat(startAll(50)).hasSize(1);
  }

  private void offer(String lane, WorkTraits traits, String... works) {
    for (String work : works) {
      assertThat(schedule.offer(lane, work, traits, 0)).isEqualTo(new Admission.Accepted());
    }
  }

  private List<Start<String, String>> startAll(long now) {
    List<Start<String, String>> starts = new ArrayList<>();
    for (Start<String, String> it = schedule.next(now); it != null; it = schedule.next(now)) {
      starts.add(it);
    }
    return starts;
  }

  private List<String> runToTheEnd(long now) {
    List<String> works = new ArrayList<>();
    for (Start<String, String> it = schedule.next(now); it != null; it = schedule.next(now)) {
      works.add(it.work());
      schedule.finish(it);
    }
    return works;
  }

  private static List<String> works(List<Start<String, String>> starts) {
    return starts.stream().map(Start::work).toList();
  }
}
