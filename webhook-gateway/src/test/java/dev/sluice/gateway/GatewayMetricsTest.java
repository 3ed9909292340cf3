package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {

  private static final TenantId BANK = new TenantId("bank");
  private static final TenantId SHOP = new TenantId("shop");

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GatewayMetrics metrics = new GatewayMetrics(registry, () -> now.get(), 1);

  @Test
  void shouldMeasureATenantsSilence() {
    // Given
    metrics.watch(BANK);
    now.set(Instant.EPOCH.plusSeconds(60));
    double before = silence(BANK);
    metrics.heardOf(BANK);

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
    metrics.heardOf(SHOP);

    // Then
    assertThat(registry.find("sluice.webhook.silence").gauges()).hasSize(1);
  }

  @Test
  void shouldTimeAndCountWhatWasKept() {
    // When
    metrics.kept(
        new Sorted(List.of(), List.of(BANK, SHOP), List.of("not JSON")), Duration.ofMillis(3));

    // Then
    assertThat(registry.get("sluice.webhook.ack").timer().count()).isEqualTo(1);
    assertThat(registry.get("sluice.webhook.records").counter().count()).isEqualTo(2);
    assertThat(
            registry.get("sluice.webhook.quarantine").tag("reason", "not JSON").counter().count())
        .isEqualTo(1);
  }

  private double silence(TenantId tenant) {
    return registry.get("sluice.webhook.silence").tag("tenant", tenant.value()).gauge().value();
  }
}
