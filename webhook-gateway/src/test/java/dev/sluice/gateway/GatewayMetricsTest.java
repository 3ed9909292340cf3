package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {

  private static final TenantId BANK = new TenantId("bank");
  private static final TenantId SHOP = new TenantId("shop");

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GatewayMetrics metrics =
      new GatewayMetrics(registry, new AtomicInteger(), () -> now.get(), 1);

  @Test
  void shouldMeasureATenantsSilence() {
    // Given
    metrics.watch(BANK);
    now.set(Instant.EPOCH.plusSeconds(60));
    double before = silence(BANK);
    metrics.delivered(BANK, new Reply.Stored(), Duration.ofMillis(3));

    // When
    now.set(Instant.EPOCH.plusSeconds(90));

    // Then
    assertThat(before).isEqualTo(60);
    assertThat(silence(BANK)).isEqualTo(30);
  }

  @Test
  void shouldWatchNoMoreTenantsThanAllowed() {
    // Given
    metrics.watch(BANK);

    // When
    metrics.delivered(SHOP, new Reply.Stored(), Duration.ofMillis(3));

    // Then
    assertThat(registry.find("sluice.webhook.silence").gauges()).hasSize(1);
  }

  @Test
  void shouldTimeOnlyWhatWasKept() {
    // When
    metrics.delivered(BANK, new Reply.Stored(), Duration.ofMillis(3));
    metrics.delivered(BANK, new Reply.Quarantined(), Duration.ofMillis(3));
    metrics.delivered(
        BANK, new Reply.Unavailable(Reply.Unavailable.Cause.STORAGE), Duration.ofSeconds(2));

    // Then
    assertThat(registry.get("sluice.webhook.ack").timer().count()).isEqualTo(2);
  }

  private double silence(TenantId tenant) {
    return registry.get("sluice.webhook.silence").tag("tenant", tenant.value()).gauge().value();
  }
}
