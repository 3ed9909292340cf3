package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

  @Test
  void shouldTakeTheNearestRank() {
    // Given
    long[] millis = LongStream.rangeClosed(1, 200).map(i -> (201 - i) * 1_000_000).toArray();

    // When
    Percentiles percentiles = Percentiles.ofNanos(millis);

    // Then
    assertThat(percentiles).isEqualTo(new Percentiles(200, 100, 198, 200));
  }

  @Test
  void shouldBeZeroWhenNothingWasMeasured() {
    assertThat(Percentiles.ofNanos()).isEqualTo(new Percentiles(0, 0, 0, 0));
  }
}
