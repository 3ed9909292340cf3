package dev.sluice.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LifecycleTest {

  private static final Duration BUDGET = Duration.ofSeconds(5);

  private final List<String> events = new CopyOnWriteArrayList<>();
  private final StopRequest request = new StopRequest();
  private final Lifecycle lifecycle = new Lifecycle(request);

  @Test
  void shouldStopInReverse() throws Exception {
    // Given
    startPart("first");
    startPart("second");
    startPart("third");

    // When
    boolean clean = lifecycle.stop();

    // Then
    assertThat(clean).isTrue();
    assertThat(events).containsExactly("stop third", "stop second", "stop first");
  }

  @Test
  void shouldUnwindWhatRanWhenAPartFails() throws Exception {
    // Given
    startPart("first");
    startPart("second");

    // When
    Throwable failure =
        catchThrowable(
            () -> {
              try (lifecycle) {
                lifecycle.start("broken", BUDGET, LifecycleTest::fail);
              }
            });

    // Then
    assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("broken");
    assertThat(events).containsExactly("stop second", "stop first");
  }

  @Test
  void shouldStopTheOthersWhenOneFailsToStop() throws Exception {
    // Given
    startPart("first");
    lifecycle.start(
        "broken",
        BUDGET,
        () ->
            () -> {
              throw new IllegalStateException("does not stop");
            });

    // When
    boolean clean = lifecycle.stop();

    // Then
    assertThat(clean).isFalse();
    assertThat(events).containsExactly("stop first");
  }

  @Test
  void shouldLeaveAPartBehindThatOverrunsItsBudget() throws Exception {
    // Given
    CountDownLatch never = new CountDownLatch(1);
    startPart("first");
    lifecycle.start("stuck", Duration.ofMillis(50), () -> never::await);

    // When
    boolean clean = lifecycle.stop();

    // Then
    assertThat(clean).isFalse();
    assertThat(events).containsExactly("stop first");
  }

  @Test
  void shouldSumTheBudgets() throws Exception {
    // Given
    startPart("first");
    startPart("second");

    // When
    Duration budget = lifecycle.stopBudget();

    // Then
    assertThat(budget).isEqualTo(BUDGET.multipliedBy(2));
  }

  @Test
  void shouldStartNothingMoreOnceAskedToStop() {
    // Given
    request.make();

    // When
    Throwable refusal = catchThrowable(() -> startPart("late"));

    // Then
    assertThat(refusal).isInstanceOf(StopRequested.class);
    assertThat(lifecycle.stop()).isTrue();
    assertThat(events).isEmpty();
  }

  @Test
  void shouldCloseAPartThatWasStillStarting() throws Exception {
    // Given
    CountDownLatch mayStart = new CountDownLatch(1);
    lifecycle.begin(
        "slow",
        BUDGET,
        () -> {
          mayStart.await();
          return closing("slow");
        });

    // When
    Thread.ofVirtual().start(mayStart::countDown);
    boolean clean = lifecycle.stop();

    // Then
    assertThat(clean).isTrue();
    assertThat(events).containsExactly("stop slow");
  }

  private void startPart(String name) throws Exception {
    lifecycle.start(name, BUDGET, () -> closing(name));
  }

  private AutoCloseable closing(String name) {
    return () -> events.add("stop " + name);
  }

  private static AutoCloseable fail() {
    throw new IllegalStateException("broken");
  }
}
