package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lanes.VirtualRun.Fate;
import dev.sluice.lanes.VirtualRun.Hold;
import dev.sluice.lanes.VirtualRun.Job;
import dev.sluice.lanes.VirtualRun.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The theorem: with stuck or bursting lanes, the waiting time of every other lane is unchanged.
///
/// Exactly unchanged, to the nanosecond, where the total leaves room; where it does not, a lane
/// waits for one start of each other lane at most, however much those have queued.
class BystanderTest {

  private static final long MILLIS = 1_000_000;
  private static final int BURST = 2_000;
  private static final String NOISY = "noisy";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void shouldLeaveOthersUnchangedBesideStuckLanesWithoutTotal(int seed) {
    // Given
    List<Job> others = someWork(20, seed);
    List<Hold> holds = someHolds(20, seed);
    List<Job> withStuck = besides(others, burst(NOISY, 0, VirtualRun.FOREVER));
    for (int i = 0; i < 50; i++) {
      withStuck.addAll(burst(NOISY + i, 50 * MILLIS, VirtualRun.FOREVER));
    }

    // When
    List<Outcome> crowded =
        VirtualRun.of(BystanderTest::limits, TotalLimit.unbounded(), withStuck, holds);

    // Then
    List<Outcome> alone =
        VirtualRun.of(BystanderTest::limits, TotalLimit.unbounded(), others, holds);
    assertThat(VirtualRun.withoutLane(NOISY, crowded))
        .isEqualTo(VirtualRun.withoutLane(NOISY, alone));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void shouldLeaveOthersUnchangedBesideBurstWhereShareLeavesRoom(int seed) {
    // Given: 64 permits, of which a lane gets 48, and four others of at most 4 each
    List<Job> others = someWork(4, seed);
    List<Job> withBurst = besides(others, burst(NOISY, 0, 37 * MILLIS));
    Function<String, LaneLimits> limits =
        lane -> lane.equals(NOISY) ? LaneLimits.window(1_000) : limits(lane);

    // When
    List<Outcome> crowded = VirtualRun.of(limits, TotalLimit.of(64), withBurst, List.of());

    // Then
    List<Outcome> alone = VirtualRun.of(limits, TotalLimit.of(64), others, List.of());
    assertThat(VirtualRun.withoutLane(NOISY, crowded))
        .isEqualTo(VirtualRun.withoutLane(NOISY, alone));
    assertThat(crowded).filteredOn(it -> it.lane().equals(NOISY)).hasSize(BURST);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 20})
  void shouldWaitForOneStartOfEachBurstingLaneAtMostWhereTotalBinds(int bursting) {
    // Given: 4 permits, each held for 100 ms, and lanes that want far more than that
    int permits = 4;
    long takes = 100 * MILLIS;
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < bursting; i++) {
      jobs.addAll(burst(NOISY + i, 0, takes));
    }
    for (int i = 0; i < 10; i++) {
      jobs.add(new Job("quiet", i, (1_013 + i * 1_000L) * MILLIS, takes, WorkTraits.bulk()));
    }

    // When
    List<Outcome> outcomes =
        VirtualRun.of(lane -> LaneLimits.window(30), TotalLimit.of(permits), jobs, List.of());

    // Then: of every 4 permits all come free within 100 ms, and each frees the way for one lane
    long rounds = Math.ceilDiv(bursting + 1, permits);
    assertThat(VirtualRun.withoutLane(NOISY, outcomes).get("quiet")).hasSize(10);
    for (Outcome it : outcomes) {
      if (it.lane().equals("quiet")) {
        long waited = it.at() - (1_013 + it.id() * 1_000L) * MILLIS;
        assertThat(waited).isBetween(0L, rounds * takes);
      }
    }
  }

  @Test
  void shouldBeHeldUpByStuckNeighbourThatMayHoldTheWholeTotal() {
    // Given: the share that protects is switched off
    List<Job> jobs = besides(someWork(1, 1), burst(NOISY, 0, VirtualRun.FOREVER));

    // When
    List<Outcome> outcomes =
        VirtualRun.of(lane -> LaneLimits.window(30), new TotalLimit(30, 1), jobs, List.of());

    // Then
    assertThat(outcomes)
        .filteredOn(it -> it.fate() == Fate.STARTED)
        .extracting(Outcome::lane)
        .containsOnly(NOISY);
  }

  @Test
  void shouldCompleteFiftyLanesBesideOneThatIsBlockedForever() throws InterruptedException {
    // Given
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(6);
    AtomicInteger done = new AtomicInteger();
    try (Lanes<String> lanes =
        Lanes.open("bystander", lane -> LaneLimits.window(30), TotalLimit.of(8))) {
      for (int i = 0; i < 100; i++) {
        lanes.submit(NOISY, Work.of(() -> blockOn(never, blocked)));
      }
      blocked.await();

      // When
      for (int i = 0; i < 50 * 40; i++) {
        lanes.submit("lane" + i % 50, Work.of(done::incrementAndGet).inSequence(i % 3));
      }

      // Then
      for (int i = 0; i < 50; i++) {
        assertThat(lanes.awaitIdle("lane" + i, Duration.ofSeconds(30))).isTrue();
      }
      assertThat(done).hasValue(50 * 40);
      assertThat(lanes.stats(NOISY).inFlight()).isEqualTo(6);
      assertThat(lanes.stats(NOISY).queued()).isEqualTo(94);
    }
  }

  private static void blockOn(CountDownLatch never, CountDownLatch blocked) {
    blocked.countDown();
    try {
      never.await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static LaneLimits limits(String lane) {
    LaneLimits four = LaneLimits.window(4).withQueued(60).withReserved(1);
    return lane.endsWith("3") ? four.withRate(new Rate(40, 5)) : four;
  }

  private static List<Job> burst(String lane, long arrives, long takes) {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      jobs.add(new Job(lane, i, arrives, takes, WorkTraits.bulk()));
    }
    return jobs;
  }

  private static List<Job> besides(List<Job> others, List<Job> noise) {
    List<Job> all = new ArrayList<>(noise);
    all.addAll(others);
    return all;
  }

  /// Work of all kinds over two seconds: some lanes busy enough to queue, expire and refuse.
  private static List<Job> someWork(int lanes, int seed) {
    Random random = new Random(seed);
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < lanes * 100; i++) {
      String lane = "lane" + random.nextInt(lanes);
      long arrives = random.nextLong(2_000 * MILLIS);
      WorkTraits traits = random.nextInt(4) == 0 ? WorkTraits.interactive() : WorkTraits.bulk();
      traits = random.nextInt(3) == 0 ? traits.inSequence(random.nextInt(4)) : traits;
      traits = random.nextInt(5) == 0 ? traits.notBefore(arrives + 300 * MILLIS) : traits;
      traits = random.nextInt(5) == 0 ? traits.deadline(arrives + 500 * MILLIS) : traits;
      jobs.add(new Job(lane, i, arrives, random.nextLong(200 * MILLIS), traits));
    }
    return jobs;
  }

  private static List<Hold> someHolds(int lanes, int seed) {
    Random random = new Random(seed);
    List<Hold> holds = new ArrayList<>();
    for (int i = 0; i < lanes; i += 3) {
      long at = random.nextLong(2_000 * MILLIS);
      holds.add(new Hold("lane" + i, at, at + 250 * MILLIS));
    }
    return holds;
  }
}
