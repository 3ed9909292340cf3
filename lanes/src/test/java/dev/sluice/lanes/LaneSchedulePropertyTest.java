package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lanes.LaneModel.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories, each step held against [LaneModel]: what starts, what may not, what expires.
class LaneSchedulePropertyTest {

  /// Enough for every rule to meet every other a few times; 400 runs take about a second.
  private static final int STEPS = 600;

  private static final int SEEDS = 400;

  static List<Integer> seeds() {
    return IntStream.range(0, SEEDS).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldKeepEveryRuleInRandomHistories(int seed) {
    // Given
    History history = new History(new Random(seed));

    // When
    for (int step = 0; step < STEPS; step++) {
      history.step();
    }

    // Then
    history.shouldEndWithNothingLostAndNothingRemembered();
  }

  private static final class History {
    private final Random random;
    private final TotalLimit total;
    private final Map<String, LaneLimits> limits = new TreeMap<>();
    private final Map<String, LaneModel> models = new TreeMap<>();
    private final LaneSchedule<String, Piece> schedule;
    private final List<Start<String, Piece>> running = new ArrayList<>();

    /// Starts of the one lane since the other could have started and did not.
    private final Map<List<String>, Integer> overtakings = new HashMap<>();

    private long now;
    private int accepted;
    private int started;
    private int expired;
    private int dropped;

    History(Random random) {
      this.random = random;
      this.total =
          random.nextBoolean()
              ? TotalLimit.unbounded()
              : new TotalLimit(1 + random.nextInt(8), (1 + random.nextInt(4)) / 4.0);
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        String lane = "lane" + i;
        int window = 1 + random.nextInt(5);
        LaneLimits of =
            LaneLimits.window(window)
                .withQueued(1 + random.nextInt(12))
                .withReserved(random.nextInt(window));
        limits.put(
            lane,
            random.nextInt(3) == 0
                ? of.withRate(new Rate(1e5 + random.nextInt(900_000), 1 + random.nextInt(4)))
                : of);
        models.put(lane, new LaneModel(limitsOf(lane), total));
      }
      this.schedule = new LaneSchedule<>(this::limitsOf, total);
    }

    void step() {
      switch (random.nextInt(13)) {
        case 0, 1, 2, 3, 4 -> offer();
        case 5, 6, 7 -> finishOne();
        case 8, 9 -> passTime();
        case 10 -> hold();
        case 11 -> withdraw();
        default -> dropNowAndThen();
      }
      startAll();
      shouldAgreeOnNumbers();
    }

    void shouldEndWithNothingLostAndNothingRemembered() {
      while (!running.isEmpty() || schedule.wakeNanos().isPresent()) {
        finishOne();
        now = Math.max(now, schedule.wakeNanos().orElse(now));
        startAll();
      }
      assertThat(accepted).isEqualTo(started + expired + dropped);
      assertThat(schedule.isBusy()).isFalse();
      assertThat(schedule.remembered()).isZero();
    }

    private void offer() {
      String lane = anyLane();
      Piece piece = new Piece(accepted, traits());
      expireAll();
      boolean full = model(lane).isFull();
      Admission admission = schedule.offer(lane, piece, piece.traits(), now);
      if (full) {
        assertThat(admission).isEqualTo(new Admission.LaneFull(model(lane).queued()));
      } else {
        assertThat(admission).isEqualTo(new Admission.Accepted());
        model(lane).offer(piece);
        accepted++;
      }
    }

    private WorkTraits traits() {
      WorkTraits traits = random.nextInt(3) == 0 ? WorkTraits.interactive() : WorkTraits.bulk();
      traits = random.nextInt(2) == 0 ? traits.inSequence(random.nextInt(3)) : traits;
      traits = random.nextInt(4) == 0 ? traits.keepingTurn() : traits;
      traits = random.nextInt(4) == 0 ? traits.notBefore(now + random.nextInt(30_000)) : traits;
      return random.nextInt(4) == 0 ? traits.deadline(now + random.nextInt(40_000)) : traits;
    }

    private void finishOne() {
      if (!running.isEmpty()) {
        Start<String, Piece> start = running.remove(random.nextInt(running.size()));
        schedule.finish(start);
        model(start.lane()).finish(start.work());
      }
    }

    /// Half of the time to just before the announced wake-up, when nothing may have happened yet.
    private void passTime() {
      long wake = schedule.wakeNanos().orElse(now + 50_000);
      if (random.nextBoolean()) {
        now = Math.max(now, wake - 1);
        assertThat(schedule.next(now)).isNull();
        assertThat(schedule.expired(now)).isEmpty();
      } else {
        now = Math.max(now, wake) + random.nextInt(5_000);
      }
    }

    private void hold() {
      String lane = anyLane();
      long until = now + random.nextInt(20_000);
      schedule.hold(lane, until);
      model(lane).hold(until);
    }

    private void withdraw() {
      String lane = anyLane();
      expireAll();
      List<Piece> waiting = model(lane).waiting();
      if (!waiting.isEmpty()) {
        Piece piece = waiting.get(random.nextInt(waiting.size()));
        assertThat(schedule.withdraw(lane, piece)).isTrue();
        assertThat(schedule.withdraw(lane, piece)).isFalse();
        model(lane).withdraw(piece);
        dropped++;
      }
    }

    private void dropNowAndThen() {
      if (random.nextInt(8) == 0) {
        String lane = anyLane();
        expireAll();
        List<Piece> expected = model(lane).dropQueued();
        assertThat(schedule.dropQueued(lane)).containsExactlyInAnyOrderElementsOf(expected);
        dropped += expected.size();
      }
    }

    private void startAll() {
      expireAll();
      for (Start<String, Piece> it = schedule.next(now); it != null; it = schedule.next(now)) {
        started++;
        LaneModel lane = model(it.lane());
        assertThat(lane.startable(now)).contains(it.work());
        shouldGoRound(it.lane());
        lane.start(it.work(), now);
        running.add(it);
        assertThat(lane.inFlight()).isLessThanOrEqualTo(lane.window());
        assertThat(lane.bulkRunning()).isLessThanOrEqualTo(lane.bulkWindow());
        assertThat(running.size()).isLessThanOrEqualTo(total.inFlight());
      }
      if (running.size() < total.inFlight()) {
        models.values().forEach(it -> assertThat(it.startable(now)).isEmpty());
      }
    }

    private void shouldGoRound(String starting) {
      for (String other : models.keySet()) {
        Optional<Piece> couldStart = model(other).startable(now);
        List<String> pair = List.of(starting, other);
        if (other.equals(starting) || couldStart.isEmpty()) {
          overtakings.keySet().removeIf(it -> it.getLast().equals(other));
        } else {
          assertThat(overtakings.merge(pair, 1, Integer::sum)).isEqualTo(1);
        }
      }
    }

    private void expireAll() {
      List<Piece> expected = new ArrayList<>();
      models.values().forEach(it -> expected.addAll(it.expire(now)));
      assertThat(schedule.expired(now))
          .extracting(Expired::work)
          .containsExactlyInAnyOrderElementsOf(expected);
      expired += expected.size();
    }

    private void shouldAgreeOnNumbers() {
      for (String lane : models.keySet()) {
        LaneStats stats = schedule.stats(lane, now);
        assertThat(stats.queued()).isEqualTo(model(lane).queued());
        assertThat(stats.inFlight()).isEqualTo(model(lane).inFlight());
      }
      assertThat(schedule.totals(now).queued()).isEqualTo(accepted - started - expired - dropped);
      assertThat(schedule.totals(now).inFlight()).isEqualTo(running.size());
    }

    private String anyLane() {
      return "lane" + random.nextInt(models.size());
    }

    private LaneModel model(String lane) {
      return Objects.requireNonNull(models.get(lane));
    }

    private LaneLimits limitsOf(String lane) {
      return Objects.requireNonNull(limits.get(lane));
    }
  }
}
