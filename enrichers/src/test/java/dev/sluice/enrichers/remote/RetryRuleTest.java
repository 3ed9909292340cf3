package dev.sluice.enrichers.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryRuleTest {

  @ParameterizedTest
  @CsvSource({
    // asked, left, timeout, jitter -> pause, all in milliseconds
    ", 4000, 2500, 0, 100",
    ", 4000, 2500, 0.5, 200",
    "0, 4000, 2500, 0.5, 200",
    "1000, 4000, 2500, 0.5, 1000",
    "3750, 4000, 2500, 0.5, 3750",
    "3751, 4000, 2500, 0.5,",
    ", 449, 2500, 0.5,",
    ", 250, 50, 0.5, 200",
    ", 249, 50, 0.5,",
    ", -5, 2500, 0,",
    "99999999000, 4000, 2500, 0.5,"
  })
  void shouldPauseWithinTheBudget(
      @Nullable Long asked, long left, long timeout, double jitter, @Nullable Long expected) {
    // Given
    Duration wish = asked == null ? null : Duration.ofMillis(asked);

    // When
    Optional<Duration> pause =
        RetryRule.pause(wish, Duration.ofMillis(left), Duration.ofMillis(timeout), jitter);

    // Then
    assertThat(pause.map(Duration::toMillis).orElse(null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| ",
        "3 | PT3S",
        " 0 | PT0S",
        "-1 | ",
        "1.5 | ",
        "123456789 | ",
        "soon | ",
        "Wed, 01 Jul 2026 12:00:30 GMT | PT30S",
        "Wed, 01 Jul 2026 11:00:00 GMT | PT0S",
        "Wed, 99 Jul 2026 11:00:00 GMT | "
      })
  void shouldReadRetryAfter(@Nullable String header, @Nullable Duration expected) {
    // Given, When
    Duration read = RetryRule.retryAfter(header, FakePace.NOON);

    // Then
    assertThat(read).isEqualTo(expected);
  }
}
