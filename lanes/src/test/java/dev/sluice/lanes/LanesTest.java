package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {

  /// Long enough for a loaded machine, short enough to notice that something hangs.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AtomicLong clock = new AtomicLong();
  private final ConcurrentLinkedQueue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
  private final ThreadFactory threads =
      Thread.ofVirtual().uncaughtExceptionHandler((thread, it) -> uncaught.add(it)).factory();
  private volatile LaneLimits limits = LaneLimits.window(2);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CopyOnWriteArrayList<String> done = new CopyOnWriteArrayList<>();
  private final Lanes<String> lanes =
      Lanes.open("test", lane -> limits, TotalLimit.unbounded(), clock::get, threads);

  @AfterEach
  void shouldLeaveNothingRunning() {
    gate.countDown();
    lanes.close();
    assertThat(lanes.drain(PATIENCE)).isTrue();
  }

  @Test
  void shouldRunOnAVirtualThreadNamedAfterTheLane() {
    // Given
    CompletableFuture<Thread> seen = new CompletableFuture<>();

    // When
    Admission admission =
        lanes.submit("acme", Work.of(() -> seen.complete(Thread.currentThread())));

    // Then
    assertThat(admission).isEqualTo(new Admission.Accepted());
    assertThat(lanes.awaitIdle("acme", PATIENCE)).isTrue();
    assertThat(seen.join().isVirtual()).isTrue();
    assertThat(seen.join().getName()).isEqualTo("test/acme");
  }

  @Test
  void shouldNeverExceedTheWindowAsSeenByTheTasks() {
    // Given
    AtomicInteger running = new AtomicInteger();
    AtomicInteger peak = new AtomicInteger();
    Work work =
        Work.of(
            () -> {
              peak.accumulateAndGet(running.incrementAndGet(), Math::max);
              LockSupport.parkNanos(10_000);
              running.decrementAndGet();
            });

    // When
    for (int i = 0; i < 500; i++) {
      lanes.submit("a", work);
    }

    // Then
    assertThat(lanes.awaitIdle("a", PATIENCE)).isTrue();
    assertThat(peak.get()).isBetween(1, 2);
  }

  @Test
  void shouldRefuseWhenTheLaneIsFull() {
    // Given
    limits = LaneLimits.window(1).withQueued(1);
    lanes.submit("a", blocked("1"));
    lanes.submit("a", blocked("2"));

    // When
    Admission admission = lanes.submit("a", blocked("3"));

    // Then
    assertThat(admission).isEqualTo(new Admission.LaneFull(1));
    assertThat(lanes.submit("b", blocked("other"))).isEqualTo(new Admission.Accepted());
    assertThat(lanes.busy()).isEqualTo(Set.of("a", "b"));
    assertThat(lanes.stats("a")).isEqualTo(new LaneStats(1, 1, Duration.ZERO));
    assertThat(lanes.totals()).isEqualTo(new LaneStats(1, 2, Duration.ZERO));
  }

  @Test
  void shouldStartDelayedWorkWhenItsTimeHasCome() {
    // Given
    lanes.submit("a", noting("later").after(Duration.ofSeconds(5)));
    passTime(Duration.ofSeconds(5).minusNanos(1));
    assertThat(lanes.stats("a")).isEqualTo(new LaneStats(1, 0, Duration.ZERO));

    // When
    passTime(Duration.ofNanos(1));

    // Then
    assertThat(lanes.awaitIdle("a", PATIENCE)).isTrue();
    assertThat(done).containsExactly("later");
  }

  @Test
  void shouldStartNothingOnHold() {
    // Given
    lanes.hold("a", Duration.ofSeconds(5));
    lanes.submit("a", noting("held"));
    passTime(Duration.ofSeconds(4));
    assertThat(lanes.stats("a")).isEqualTo(new LaneStats(1, 0, Duration.ofSeconds(4)));

    // When
    passTime(Duration.ofSeconds(1));

    // Then
    assertThat(lanes.awaitIdle("a", PATIENCE)).isTrue();
    assertThat(done).containsExactly("held");
  }

  @Test
  void shouldRunOnExpiredInsteadOfTheTask() {
    // Given
    CompletableFuture<Thread> seen = new CompletableFuture<>();
    lanes.hold("a", Duration.ofDays(1));
    lanes.submit(
        "a",
        noting("task").within(Duration.ofSeconds(5), () -> seen.complete(Thread.currentThread())));

    // When
    passTime(Duration.ofSeconds(5));

    // Then
    assertThat(lanes.awaitIdle("a", PATIENCE)).isTrue();
    assertThat(seen.join().isVirtual()).isTrue();
    assertThat(done).isEmpty();
  }

  @Test
  void shouldNotBeIdleWhileOnExpiredRuns() {
    // Given
    lanes.submit(
        "a",
        noting("task").after(Duration.ofDays(1)).within(Duration.ofSeconds(5), this::awaitGate));

    // When
    passTime(Duration.ofSeconds(5));

    // Then
    assertThat(lanes.busy()).isEmpty();
    assertThat(lanes.awaitIdle("a", Duration.ofMillis(1))).isFalse();
    assertThat(lanes.drain(Duration.ofMillis(1))).isFalse();
    gate.countDown();
    assertThat(lanes.awaitIdle("a", PATIENCE)).isTrue();
  }

  @Test
  void shouldFreeThePermitOfAThrowingTaskBeforeItsExceptionGoesUncaught() {
    // Given
    limits = LaneLimits.window(1);
    IllegalStateException thrown = new IllegalStateException("from the task");
    lanes.submit(
        "a",
        Work.of(
            () -> {
              throw thrown;
            }));

    // When
    lanes.submit("a", noting("next"));

    // Then
    assertThat(lanes.awaitIdle("a", PATIENCE)).isTrue();
    assertThat(done).containsExactly("next");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(uncaught).containsExactly(thrown));
  }

  @Test
  void shouldLetATaskRetryItselfBeforeWhatFollowsInItsSequence() {
    // Given
    Work second =
        noting("first again").inSequence("ann").keepingTurn().after(Duration.ofSeconds(1));
    Work first =
        Work.of(
            () -> {
              awaitGate();
              done.add("first");
              lanes.submit("a", second);
            });
    lanes.submit("a", first.inSequence("ann"));
    lanes.submit("a", noting("after").inSequence("ann"));

    // When
    gate.countDown();
    await().atMost(PATIENCE).until(() -> lanes.stats("a").inFlight() == 0);
    passTime(Duration.ofSeconds(1));

    // Then
    assertThat(lanes.awaitIdle("a", PATIENCE)).isTrue();
    assertThat(done).containsExactly("first", "first again", "after");
  }

  @Test
  void shouldStartMoreWhenRefreshFindsAWiderWindow() {
    // Given
    limits = LaneLimits.window(1);
    lanes.submit("a", blocked("1"));
    lanes.submit("a", blocked("2"));
    limits = LaneLimits.window(2);

    // When
    lanes.refresh("a");

    // Then
    assertThat(lanes.stats("a").inFlight()).isEqualTo(2);
  }

  @Test
  void shouldDrainWhatIsQueuedAndRefuseTheRest() {
    // Given
    limits = LaneLimits.window(1);
    AtomicReference<Admission> resubmitted = new AtomicReference<>();
    lanes.submit(
        "a",
        Work.of(
            () -> {
              awaitGate();
              resubmitted.set(lanes.submit("a", noting("retry")));
            }));
    lanes.submit("a", noting("queued"));
    assertThat(lanes.drain(Duration.ofMillis(1))).isFalse();

    // When
    gate.countDown();

    // Then
    assertThat(lanes.drain(PATIENCE)).isTrue();
    assertThat(done).containsExactly("queued");
    assertThat(resubmitted.get()).isEqualTo(new Admission.Draining());
    assertThat(lanes.submit("b", noting("late"))).isEqualTo(new Admission.Draining());
  }

  @Test
  void shouldReturnWithTheFlagSetWhenInterruptedWhileWaiting() {
    // Given
    lanes.submit("a", blocked("1"));
    Thread.currentThread().interrupt();

    // When
    boolean idle = lanes.awaitIdle("a", PATIENCE);

    // Then
    assertThat(Thread.interrupted()).isTrue();
    assertThat(idle).isFalse();
  }

  @Test
  void shouldAwaitIdleWithoutRefusing() {
    // Given
    lanes.submit("a", blocked("1"));
    assertThat(lanes.awaitIdle("a", Duration.ofMillis(1))).isFalse();
    assertThat(lanes.awaitIdle("b", Duration.ZERO)).isTrue();

    // When
    gate.countDown();

    // Then
    assertThat(lanes.awaitIdle("a", PATIENCE)).isTrue();
    assertThat(lanes.submit("a", noting("2"))).isEqualTo(new Admission.Accepted());
  }

  @Test
  void shouldDropWhatIsQueuedAndRunEachOnDropped() {
    // Given
    limits = LaneLimits.window(1);
    lanes.submit("a", blocked("running"));
    lanes.submit("a", noting("1").orIfDropped(() -> done.add("dropped 1")));
    lanes.submit(
        "a",
        noting("2")
            .orIfDropped(
                () -> {
                  throw new IllegalStateException("from onDropped");
                }));
    lanes.submit("a", noting("3").orIfDropped(() -> done.add("dropped 3")));
    Thread.currentThread().setUncaughtExceptionHandler((thread, it) -> uncaught.add(it));

    // When
    int dropped = lanes.cancelQueued("a");

    // Then
    Thread.currentThread().setUncaughtExceptionHandler(null);
    assertThat(dropped).isEqualTo(3);
    assertThat(done).containsExactly("dropped 1", "dropped 3");
    assertThat(uncaught).singleElement().isInstanceOf(IllegalStateException.class);
    gate.countDown();
    assertThat(lanes.awaitIdle("a", PATIENCE)).isTrue();
    assertThat(done).containsExactly("dropped 1", "dropped 3", "running");
  }

  @Test
  void shouldTakeBackWhatWaitsAndLetTheNextOfItsSequenceCome() {
    // Given
    limits = LaneLimits.window(1);
    Work waiting =
        noting("1").inSequence("ann").after(PATIENCE).orIfDropped(() -> done.add("dropped 1"));
    lanes.submit("a", waiting);
    lanes.submit("a", noting("2").inSequence("ann"));

    // When
    boolean waited = lanes.withdraw("a", waiting);

    // Then
    assertThat(waited).isTrue();
    assertThat(lanes.awaitIdle("a", PATIENCE)).isTrue();
    assertThat(done).containsExactly("2");
    assertThat(lanes.withdraw("a", waiting)).isFalse();
  }

  @Test
  void shouldInterruptWhatRunsAndDropWhatIsQueuedOnClose() throws InterruptedException {
    // Given
    limits = LaneLimits.window(1);
    CountDownLatch started = new CountDownLatch(1);
    lanes.submit(
        "a",
        Work.of(
            () -> {
              started.countDown();
              try {
                gate.await();
              } catch (InterruptedException closed) {
                done.add("interrupted");
              }
            }));
    lanes.submit("a", noting("queued").orIfDropped(() -> done.add("dropped")));
    started.await();

    // When
    lanes.close();

    // Then
    assertThat(lanes.drain(PATIENCE)).isTrue();
    assertThat(done).containsExactlyInAnyOrder("dropped", "interrupted");
    assertThat(lanes.submit("a", noting("late"))).isEqualTo(new Admission.Draining());
  }

  @Test
  void shouldEndTheTimerOnClose() {
    // Given
    Lanes<String> other = Lanes.open("short-lived", lane -> LaneLimits.window(1), TotalLimit.of(1));
    assertThat(threadNames()).contains("short-lived-timer");

    // When
    other.close();

    // Then
    await().atMost(PATIENCE).until(() -> !threadNames().contains("short-lived-timer"));
  }

  @Test
  void shouldKeepTimeByItself() {
    // Given: a real clock, and what needs a timer: a delay, an expiry, a hold and a rate
    CountDownLatch all = new CountDownLatch(6);
    try (Lanes<String> real =
        Lanes.open(
            "real",
            lane -> LaneLimits.window(9).withRate(new Rate(100, 1)),
            TotalLimit.unbounded())) {
      long before = System.nanoTime();

      // When
      real.hold("held", Duration.ofMillis(30));
      real.submit("held", Work.of(all::countDown));
      real.submit("delayed", Work.of(all::countDown).after(Duration.ofMillis(20)));
      real.submit("held", Work.of(() -> {}).within(Duration.ofMillis(5), all::countDown));
      real.submit("rate", Work.of(all::countDown));
      real.submit("rate", Work.of(all::countDown));
      real.submit("rate", Work.of(all::countDown));

      // Then
      assertThat(real.drain(PATIENCE)).isTrue();
      assertThat(all.getCount()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThanOrEqualTo(Duration.ofMillis(30));
    }
  }

  @Test
  void shouldWakeASleepingTimerForSomethingSooner() {
    // Given: a timer that sleeps with nothing to do
    try (Lanes<String> real =
        Lanes.open("sleeper", lane -> LaneLimits.window(1), TotalLimit.unbounded())) {
      await().atMost(PATIENCE).until(() -> isAsleep("sleeper-timer"));

      // When
      real.submit("a", noting("delayed").after(Duration.ofMillis(5)));

      // Then
      assertThat(real.awaitIdle("a", PATIENCE)).isTrue();
      assertThat(done).containsExactly("delayed");
    }
  }

  private static boolean isAsleep(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(it -> it.getName().equals(name) && it.getState() == Thread.State.TIMED_WAITING);
  }

  private static List<String> threadNames() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  private void passTime(Duration duration) {
    clock.addAndGet(duration.toNanos());
    lanes.tick();
  }

  private Work noting(String what) {
    return Work.of(() -> done.add(what));
  }

  private Work blocked(String what) {
    return Work.of(
        () -> {
          awaitGate();
          done.add(what);
        });
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }
}
