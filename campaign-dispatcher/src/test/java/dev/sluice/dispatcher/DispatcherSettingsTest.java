package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dispatcher.DispatcherSettings.Retry;
import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class DispatcherSettingsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void shouldCommitTenTimesASecondByDefault() {
    // Given
    DispatcherSettings settings = DispatcherSettings.DEFAULT;

    // When / Then
    assertThat(settings.commitInterval()).isEqualTo(Duration.ofMillis(100));
    assertThat(settings.retry()).isEqualTo(new Retry(4, MINUTE, Duration.ofHours(1), MINUTE));
  }

  @Test
  void shouldNameKeyValueAndConstraintOfWhatItRejects() {
    // When / Then
    assertRejected(() -> settings("", 100, 1, 0, 0), "group '' must not be blank");
    assertRejected(
        () -> settings("g", 9, 1, 0, 0),
        "commitInterval 'PT0.009S' must be between PT0.01S and PT10S");
    assertRejected(
        () -> settings("g", 100, 61, 0, 0),
        "connectTimeout 'PT1M1S' must be between PT0.1S and PT1M");
    assertRejected(
        () -> settings("g", 100, 1, 241, 0), "drainTimeout 'PT4M1S' must be between PT0S and PT4M");
    assertRejected(
        () -> settings("g", 100, 1, 0, -1), "reservedForReplies '-1' must be between 0 and 100");
    assertRejected(
        () -> new DispatcherSettings("g", MINUTE.dividedBy(6), MINUTE, MINUTE, 4, 0, Retry.DEFAULT),
        "maxInFlight '0' must be between 1 and 1000000");
    assertRejected(
        () -> new Retry(0, MINUTE, MINUTE, MINUTE), "retry.attempts '0' must be between 1 and 10");
    assertRejected(
        () -> new Retry(1, Duration.ZERO, MINUTE, MINUTE),
        "retry.within 'PT0S' must be between PT1S and PT5M");
    assertRejected(
        () -> new Retry(1, MINUTE, Duration.ofDays(2), MINUTE),
        "retry.patience 'PT48H' must be between PT1M and PT24H");
  }

  private static void assertRejected(ThrowingCallable settings, String message) {
    assertThatThrownBy(settings).isInstanceOf(InvalidSetting.class).hasMessage(message);
  }

  private static DispatcherSettings settings(
      String group, long commitMillis, long connectSeconds, long drainSeconds, int reserved) {
    return new DispatcherSettings(
        group,
        Duration.ofMillis(commitMillis),
        Duration.ofSeconds(connectSeconds),
        Duration.ofSeconds(drainSeconds),
        reserved,
        10_000,
        Retry.DEFAULT);
  }
}
