package dev.sluice.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ClosingTest {

  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final Closing closing = new Closing();

  @Test
  void shouldWaitForThePauseWhenNobodyCloses() {
    // Given
    long begun = System.nanoTime();

    // When
    closing.await(Duration.ofMillis(20));

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(19));
    assertThat(closing.hasBegun()).isFalse();
  }

  @Test
  void shouldEndAPauseWhenClosingBegins() throws InterruptedException {
    // Given
    Thread pausing = Thread.ofVirtual().start(() -> closing.await(FOR_EVER));

    // When
    closing.begin();

    // Then
    assertThat(pausing.join(Duration.ofSeconds(10))).isTrue();
    assertThat(closing.hasBegun()).isTrue();
  }

  @Test
  void shouldTakeAnInterruptForTheOrderToClose() {
    // Given
    Thread.currentThread().interrupt();

    // When
    closing.await(FOR_EVER);

    // Then
    assertThat(closing.hasBegun()).isTrue();
    assertThat(Thread.interrupted()).as("the interrupt is passed on").isTrue();
  }
}
