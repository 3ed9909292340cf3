package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Many threads, everything at once: whatever was accepted ends exactly once and no bound is
/// broken.
class LanesStressTest {

  private static final int SUBMITTERS = 8;
  private static final int PER_SUBMITTER = 2_500;
  private static final int LANES = 16;
  private static final int WINDOW = 5;
  private static final int TOTAL = 24;

  private final AtomicIntegerArray inLane = new AtomicIntegerArray(LANES);
  private final AtomicInteger inAll = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger expired = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();

  /// Per lane and submitter the last number that ran; each such pair is a sequence.
  private final AtomicIntegerArray lastOfSequence = new AtomicIntegerArray(LANES * SUBMITTERS);

  private final AtomicIntegerArray inSequence = new AtomicIntegerArray(LANES * SUBMITTERS);

  /// Per piece of work, how often it ended.
  private final AtomicIntegerArray ends = new AtomicIntegerArray(SUBMITTERS * PER_SUBMITTER);

  @Test
  void shouldEndEverythingOnceAndBreakNoBoundUnderLoad() throws InterruptedException {
    try (Lanes<Integer> lanes =
        Lanes.open(
            "stress",
            lane -> {
              LaneLimits limits = LaneLimits.window(WINDOW).withQueued(2_000).withReserved(2);
              return lane % 4 == 0 ? limits.withRate(new Rate(5_000, 50)) : limits;
            },
            TotalLimit.of(TOTAL))) {
      // Given
      List<Thread> submitters = new ArrayList<>();
      for (int i = 0; i < SUBMITTERS; i++) {
        int submitter = i;
        submitters.add(Thread.ofPlatform().unstarted(() -> submitAll(lanes, submitter)));
      }

      // When
      submitters.forEach(Thread::start);
      for (Thread it : submitters) {
        it.join();
      }
      boolean drained = lanes.drain(Duration.ofSeconds(30));

      // Then
      assertThat(drained).isTrue();
      assertThat(broken).hasValue(0);
      assertThat(ended.get() + expired.get() + dropped.get()).isEqualTo(accepted.get());
      assertThat(ended.get()).isPositive();
      assertThat(expired.get()).isPositive();
      assertThat(dropped.get()).isPositive();
      assertThat(lanes.totals()).isEqualTo(new LaneStats(0, 0, Duration.ZERO));
      assertThat(lanes.busy()).isEmpty();
    }
  }

  private void submitAll(Lanes<Integer> lanes, int submitter) {
    Random random = new Random(submitter);
    for (int number = 1; number <= PER_SUBMITTER; number++) {
      int lane = random.nextInt(LANES);
      submit(lanes, lane, work(lanes, lane, submitter, number, random));
      if (random.nextInt(200) == 0) {
        lanes.hold(lane, Duration.ofNanos(random.nextInt(3_000_000)));
      }
      if (random.nextInt(2_500) == 0) {
        lanes.cancelQueued(lane);
      }
      if (random.nextInt(50) == 0) {
        LockSupport.parkNanos(200_000);
      }
    }
  }

  private void submit(Lanes<Integer> lanes, int lane, Work work) {
    if (lanes.submit(lane, work) instanceof Admission.Accepted) {
      accepted.incrementAndGet();
    }
  }

  private Work work(Lanes<Integer> lanes, int lane, int submitter, int number, Random random) {
    int id = submitter * PER_SUBMITTER + number - 1;
    boolean sequenced = random.nextInt(2) == 0;
    int sequence = sequenced ? lane * SUBMITTERS + submitter : -1;
    boolean resubmits = random.nextInt(20) == 0;
    Work retry =
        Work.of(() -> run(lane, -1, 0))
            .after(Duration.ofMillis(1))
            .orIfDropped(dropped::incrementAndGet);
    Work work =
        Work.of(
                () -> {
                  endOnce(id);
                  run(lane, sequence, number);
                  if (resubmits) {
                    submit(lanes, lane, retry);
                  }
                })
            .orIfDropped(() -> endWithout(id, dropped));
    work = random.nextInt(3) == 0 ? work.interactive() : work;
    work = sequenced ? work.inSequence(sequence) : work;
    work = random.nextInt(6) == 0 ? work.after(Duration.ofNanos(random.nextInt(5_000_000))) : work;
    return random.nextInt(6) == 0
        ? work.within(
            Duration.ofNanos(1 + random.nextInt(5_000_000)), () -> endWithout(id, expired))
        : work;
  }

  private void run(int lane, int sequence, int number) {
    check(inLane.incrementAndGet(lane) <= WINDOW);
    check(inAll.incrementAndGet() <= TOTAL);
    if (sequence >= 0) {
      check(inSequence.incrementAndGet(sequence) == 1);
      check(lastOfSequence.getAndSet(sequence, number) < number);
    }
    LockSupport.parkNanos(number % 7 == 0 ? 300_000 : 20_000);
    if (sequence >= 0) {
      inSequence.decrementAndGet(sequence);
    }
    inAll.decrementAndGet();
    inLane.decrementAndGet(lane);
    ended.incrementAndGet();
  }

  private void endWithout(int id, AtomicInteger count) {
    endOnce(id);
    count.incrementAndGet();
  }

  private void endOnce(int id) {
    check(ends.incrementAndGet(id) == 1);
  }

  private void check(boolean kept) {
    if (!kept) {
      broken.incrementAndGet();
    }
  }
}
