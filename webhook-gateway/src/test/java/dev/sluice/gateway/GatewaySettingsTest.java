package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.InvalidSetting;
import dev.sluice.schemas.Retention;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final long BUFFER = 64L * 1024 * 1024;

  @Test
  void shouldHaveTheDocumentedDefaults() {
    // When
    GatewaySettings settings = GatewaySettings.DEFAULT;

    // Then
    assertThat(settings)
        .isEqualTo(new GatewaySettings(DEADLINE, 4 * 1024 * 1024, BUFFER, 4_000, RETRY, 1_000));
    assertThat(settings.serverProperties())
        .containsEntry("micronaut.server.max-request-size", 4 * 1024 * 1024);
  }

  @Test
  void shouldEndEverythingInTheProducerWithTheDeadline() {
    // When
    Map<String, Object> producer =
        KafkaWebhookLog.producerSettings(
            GatewaySettings.DEFAULT,
            Map.of("bootstrap.servers", "h:1", "security.protocol", "SSL"));

    // Then
    assertThat(producer)
        .containsEntry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "h:1")
        .containsEntry("security.protocol", "SSL")
        .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
        .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
        .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 0)
        .containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500L)
        .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2_000)
        .containsEntry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000)
        .containsEntry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Retention.MESSAGE_BYTES_MAX);
  }

  @Test
  void shouldRefuseWhatCannotWork() {
    // When // Then
    assertRefused(
        () -> new GatewaySettings(Duration.ofSeconds(5), 1, BUFFER, 1, RETRY, 0),
        "deadline 'PT5S' must be between PT0.1S and PT4S");
    assertRefused(
        () -> new GatewaySettings(DEADLINE, 4 * 1024 * 1024 + 1, BUFFER, 1, RETRY, 0),
        "bodyBytesMax '4194305' must be between 1 and 4194304");
    assertRefused(
        () -> new GatewaySettings(DEADLINE, 1, 1, 1, RETRY, 0),
        "bufferBytes '1' must be between 4259840 and 9223372036854775807");
    assertRefused(
        () -> new GatewaySettings(DEADLINE, 1, BUFFER, 0, RETRY, 0),
        "inFlightMax '0' must be between 1 and 100000");
    assertRefused(
        () -> new GatewaySettings(DEADLINE, 1, BUFFER, 1, Duration.ZERO, 0),
        "retryAfter 'PT0S' must be between PT1S and PT1H");
    assertRefused(
        () -> new GatewaySettings(DEADLINE, 1, BUFFER, 1, RETRY, -1),
        "watchedTenantsMax '-1' must be between 0 and 10000");
  }

  private static void assertRefused(ThrowingCallable settings, String message) {
    assertThatThrownBy(settings).isInstanceOf(InvalidSetting.class).hasMessage(message);
  }
}
