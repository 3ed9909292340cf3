package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PartitionPauseTest {

  @ParameterizedTest
  @CsvSource({
    // paused, in hand, room, expected
    "false, 0, true, false",
    "false, 120, true, false",
    "false, 121, true, true",
    "true, 121, true, true",
    "true, 60, true, true",
    "true, 59, true, false",
    "false, 0, false, true",
    "true, 0, false, true",
  })
  void shouldPauseAboveFourWindowsAndGoOnBelowTwo(
      boolean paused, int inHand, boolean room, boolean expected) {
    // Given
    PartitionPause pause = PartitionPause.of(30);

    // When
    boolean decided = pause.decide(paused, inHand, room);

    // Then
    assertThat(decided).isEqualTo(expected);
  }
}
