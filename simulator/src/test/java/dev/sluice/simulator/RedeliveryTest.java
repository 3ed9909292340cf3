package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedeliveryTest {

  @Test
  void shouldDoubleThePauseUpToTheLongest() {
    // Given
    Redelivery law =
        new Redelivery(Duration.ofMillis(50), Duration.ofMillis(300), Duration.ofMinutes(1));

    // When
    List<Long> pauses =
        IntStream.rangeClosed(1, 5).mapToObj(i -> law.pauseAfter(i).toMillis()).toList();

    // Then
    assertThat(pauses).containsExactly(50L, 100L, 200L, 300L, 300L);
    assertThat(law.pauseAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofMillis(300));
  }
}
