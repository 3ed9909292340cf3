package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

  @Test
  void shouldDefaultToQueueOfTenThousandWithoutReserveOrRate() {
    // When
    LaneLimits limits = LaneLimits.window(30);

    // Then
    assertThat(limits).isEqualTo(new LaneLimits(30, 10_000, 0, null));
  }

  @Test
  void shouldKeepTheOtherLimitsWhenOneIsReplaced() {
    // When
    LaneLimits limits =
        LaneLimits.window(30).withQueued(120).withReserved(4).withRate(new Rate(80, 80));

    // Then
    assertThat(limits).isEqualTo(new LaneLimits(30, 120, 4, new Rate(80, 80)));
  }

  @Test
  void shouldNameFieldValueAndConstraintWhenLaneLimitsAreRejected() {
    rejected(() -> LaneLimits.window(0), "window = 0: must be at least 1");
    rejected(() -> LaneLimits.window(1).withQueued(0), "queued = 0: must be at least 1");
    rejected(
        () -> LaneLimits.window(4).withReserved(4),
        "reservedForInteractive = 4: must be from 0 to window - 1 = 3");
    rejected(
        () -> LaneLimits.window(4).withReserved(-1),
        "reservedForInteractive = -1: must be from 0 to window - 1 = 3");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 0.0009, 1_000_001, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldRejectRateOutOfRange(double perSecond) {
    rejected(
        () -> new Rate(perSecond, 1),
        "perSecond = " + perSecond + ": must be from 0.001 to 1000000.0");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1_000_001})
  void shouldRejectBurstOutOfRange(int burst) {
    rejected(() -> new Rate(1, burst), "burst = " + burst + ": must be from 1 to 1000000");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 1.01, Double.NaN})
  void shouldRejectShareOutOfRange(double share) {
    rejected(
        () -> new TotalLimit(8, share), "laneShare = " + share + ": must be above 0 and at most 1");
  }

  @Test
  void shouldRejectTotalBelowOne() {
    rejected(() -> TotalLimit.of(0), "inFlight = 0: must be at least 1");
  }

  @ParameterizedTest
  @CsvSource({"64, 0.75, 48", "100, 0.29, 29", "2, 0.75, 1", "1, 0.75, 1", "3, 0.1, 1", "8, 1, 8"})
  void shouldRoundTheShareDownButNeverToNothing(int inFlight, double share, int perLane) {
    // When
    TotalLimit total = new TotalLimit(inFlight, share);

    // Then
    assertThat(total.perLane()).isEqualTo(perLane);
  }

  @Test
  void shouldBoundNothingWhenUnbounded() {
    // When
    TotalLimit total = TotalLimit.unbounded();

    // Then
    assertThat(total.perLane()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void shouldRejectImpossibleTimesOfWork() {
    Work work = Work.of(() -> {});
    rejected(
        () -> work.after(Duration.ofNanos(-1)), "delay = PT-0.000000001S: must not be negative");
    rejected(() -> work.within(Duration.ZERO, () -> {}), "deadline = PT0S: must be positive");
  }

  @Test
  void shouldAcceptTheLongestDurations() {
    // Given
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE);

    // When
    WorkTraits traits = Work.of(() -> {}).after(longest).within(longest, () -> {}).traits(7);

    // Then
    assertThat(traits.notBeforeNanos()).isEqualTo((1L << 60) + 7);
    assertThat(traits.deadlineNanos()).isEqualTo((1L << 60) + 7);
  }

  private static void rejected(ThrowingCallable construction, String message) {
    assertThatIllegalArgumentException().isThrownBy(construction).withMessage(message);
  }
}
