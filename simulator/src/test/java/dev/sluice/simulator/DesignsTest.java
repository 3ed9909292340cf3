package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DesignsTest {

  private static final List<Duration> FIVE =
      Stream.of(3, 1, 1, 4, 2).map(Duration::ofSeconds).toList();

  @Test
  void shouldAddUpTheSequentialDesign() {
    assertThat(Sequential.seconds(FIVE)).isEqualTo(11);
    assertThat(Sequential.seconds(List.of())).isZero();
  }

  @Test
  void shouldWaitForTheSlowestOfEachBatch() {
    assertThat(BatchDesign.seconds(FIVE, 2)).isEqualTo(3 + 4 + 2);
    assertThat(BatchDesign.seconds(FIVE, 30)).isEqualTo(4);
    assertThat(BatchDesign.seconds(FIVE, 1)).isEqualTo(11);
  }

  @Test
  void shouldStartTheNextWhenAnyoneEnds() {
    assertThat(ListScheduling.seconds(FIVE, 2)).isEqualTo(6);
    assertThat(ListScheduling.seconds(FIVE, 30)).isEqualTo(4);
    assertThat(ListScheduling.seconds(FIVE, 1)).isEqualTo(11);
  }

  @Test
  void shouldShowWhatTheBarrierCostsUnderAHeavyTailAndNotUnderAConstant() {
    // Given
    Latency heavy = Latency.lognormal(Duration.ofMillis(100), Duration.ofSeconds(1));
    List<Duration> tailed =
        IntStream.range(0, 3000).mapToObj(i -> heavy.draw(1, "m" + i, 1)).toList();
    List<Duration> even = IntStream.range(0, 3000).mapToObj(i -> Duration.ofMillis(100)).toList();

    // When
    double gain = BatchDesign.seconds(tailed, 30) / ListScheduling.seconds(tailed, 30);

    // Then
    assertThat(gain).isBetween(3.5, 5.5);
    assertThat(BatchDesign.seconds(even, 30))
        .isCloseTo(ListScheduling.seconds(even, 30), within(1e-6));
  }
}
