package dev.sluice.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchdogTest {

  /// As much as the grace of 5 s, so that the patience is nothing.
  private static final Duration NO_PATIENCE = Duration.ofSeconds(-5);

  private static final Duration LONG = Duration.ofMinutes(1);

  private final CountDownLatch ended = new CountDownLatch(1);

  @Test
  void shouldEndAProcessThatTakesTooLong() throws InterruptedException {
    // When
    Watchdog unused = Watchdog.arm(NO_PATIENCE, ended::countDown);

    // Then
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shouldLeaveAProcessAloneThatStoppedInTime() throws InterruptedException {
    // Given
    Watchdog watchdog = Watchdog.arm(LONG, ended::countDown);

    // When
    watchdog.close();

    // Then
    assertThat(ended.await(50, TimeUnit.MILLISECONDS)).isFalse();
  }
}
