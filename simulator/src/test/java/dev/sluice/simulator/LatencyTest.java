package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyTest {

  private static final Latency HEAVY =
      Latency.lognormal(Duration.ofMillis(100), Duration.ofSeconds(1));

  @Test
  void shouldHaveTheMedianAndTheTailAskedFor() {
    // Given
    IntStream messages = IntStream.range(0, 100_000);

    // When
    long[] drawn = messages.mapToLong(i -> HEAVY.draw(1, "message-" + i, 1).toNanos()).toArray();

    // Then
    Percentiles percentiles = Percentiles.ofNanos(drawn);
    assertThat(percentiles.p50()).isCloseTo(100, within(2.0));
    assertThat(percentiles.p99()).isCloseTo(1000, within(50.0));
  }

  @Test
  void shouldDrawTheSameForTheSameMessageAndAttemptOnEveryMachine() {
    // Given
    Duration known = Duration.ofNanos(GOLDEN_NANOS);

    // When
    Duration drawn = HEAVY.draw(42, "message-7", 1);

    // Then
    assertThat(drawn).isCloseTo(known, Duration.ofNanos(1000));
    assertThat(HEAVY.draw(42, "message-7", 1)).isEqualTo(drawn);
    assertThat(HEAVY.draw(42, "message-7", 2)).isNotEqualTo(drawn);
    assertThat(HEAVY.draw(43, "message-7", 1)).isNotEqualTo(drawn);
  }

  @Test
  void shouldDeriveSigmaFromTheTwoPercentiles() {
    // Given
    Latency.Lognormal law = new Latency.Lognormal(Duration.ofMillis(100), Duration.ofSeconds(1));

    // When
    double sigma = law.sigma();

    // Then
    assertThat(sigma).isCloseTo(0.98993, within(0.0001));
  }

  @Test
  void shouldNeverExceedTheLongestTimeout() {
    // Given
    Latency absurd = Latency.lognormal(Duration.ofHours(1), Duration.ofHours(2));

    // When
    Duration drawn = absurd.draw(1, "m", 1);

    // Then
    assertThat(drawn).isEqualTo(Latency.LONGEST);
    assertThat(Latency.constant(Duration.ofDays(1)).draw(1, "m", 1)).isEqualTo(Latency.LONGEST);
  }

  @Test
  void shouldRefuseATailShorterThanTheMedian() {
    assertThatThrownBy(() -> Latency.lognormal(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("p99");
  }

  private static final long GOLDEN_NANOS = 213_990_549;
}
