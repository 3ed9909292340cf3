package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class HttpLimitsTest {

  private static final Duration REQUEST = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofSeconds(75);

  @Test
  void shouldHaveTheDocumentedDefaults() {
    // When
    HttpLimits limits = GatewaySettings.DEFAULT.http();

    // Then
    assertThat(limits).isEqualTo(new HttpLimits(8_000, 64L * 1024 * 1024, REQUEST, IDLE, 60));
    assertThat(GatewaySettings.DEFAULT.serverProperties())
        .containsEntry("micronaut.server.netty.max-initial-line-length", 4096)
        .containsEntry("micronaut.server.netty.max-header-size", 8192)
        .containsEntry("micronaut.server.netty.request-decompression-enabled", false);
  }

  @Test
  void shouldRefuseWhatCannotWork() {
    // When // Then
    assertRefused(
        () -> new HttpLimits(0, 1, REQUEST, IDLE, 1),
        "connectionsMax '0' must be between 1 and 1000000");
    assertRefused(
        () -> new HttpLimits(1, 0, REQUEST, IDLE, 1),
        "requestBytesMax '0' must be between 1 and 9223372036854775807");
    assertRefused(
        () -> new HttpLimits(1, 1, Duration.ZERO, IDLE, 1),
        "requestTime 'PT0S' must be between PT0.1S and PT5M");
    assertRefused(
        () -> new HttpLimits(1, 1, REQUEST, Duration.ofDays(1), 1),
        "idleTime 'PT24H' must be between PT0.1S and PT1H");
    assertRefused(
        () -> new HttpLimits(1, 1, REQUEST, IDLE, 0),
        "refusalsPerMinute '0' must be between 1 and 1000000");
  }

  @Test
  void shouldHaveRoomForTheLargestBody() {
    // Given
    HttpLimits narrow = new HttpLimits(1, 1_023, REQUEST, IDLE, 1);
    GatewaySettings usual = GatewaySettings.DEFAULT;

    // When // Then
    assertRefused(
        () ->
            new GatewaySettings(
                usual.deadline(),
                1_024,
                usual.bufferBytes(),
                usual.inFlightMax(),
                usual.retryAfter(),
                0,
                narrow),
        "http.requestBytesMax '1023' must be between 1024 and 9223372036854775807");
  }

  private static void assertRefused(ThrowingCallable settings, String message) {
    assertThatThrownBy(settings).isInstanceOf(InvalidSetting.class).hasMessage(message);
  }
}
