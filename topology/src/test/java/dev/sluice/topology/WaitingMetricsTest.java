package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.TenantId;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WaitingMetricsTest {

  private static final TenantId ACME = new TenantId("acme");

  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final WaitingMetrics metrics = new WaitingMetrics(registry);

  @Test
  void shouldShowWhatATenantHasWaiting() {
    // Given
    long now = clock.wallTime();

    // When
    metrics.of(ACME).show(3, TimeUnit.MILLISECONDS.toMicros(now - 1_500), 7);

    // Then
    assertThat(value("sluice.topology.pending")).isEqualTo(3);
    assertThat(value("sluice.topology.pending.oldest")).isEqualTo(1.5);
    assertThat(value("sluice.topology.parked.now")).isEqualTo(7);
  }

  @Test
  void shouldRemoveTheGaugesOfATenantThatHasNothingWaiting() {
    // Given
    metrics.of(ACME).show(1, 1, 0);
    metrics.of(ACME).show(0, 0, 0);
    clock.add(WaitingMetrics.IDLE_KEPT);

    // When
    metrics.of(new TenantId("shop")).show(1, 1, 0);

    // Then
    assertThat(registry.find("sluice.topology.pending").tag("tenant", "acme").gauge()).isNull();
    assertThat(registry.find("sluice.topology.pending").tag("tenant", "shop").gauge()).isNotNull();
  }

  @Test
  void shouldKeepTheGaugesOfATenantThatStillHas() {
    // Given
    metrics.of(ACME).show(1, 1, 0);
    clock.add(WaitingMetrics.IDLE_KEPT.multipliedBy(3));

    // When
    metrics.of(new TenantId("shop"));

    // Then
    assertThat(value("sluice.topology.pending")).isEqualTo(1);
  }

  @Test
  void shouldBoundTheNumberOfTenantsShown() {
    // When
    for (int tenant = 0; tenant < WaitingMetrics.TENANTS_MAX + 10; tenant++) {
      metrics.of(new TenantId("tenant-" + tenant)).show(1, 1, 0);
    }

    // Then
    assertThat(registry.find("sluice.topology.pending").gauges())
        .hasSize(WaitingMetrics.TENANTS_MAX);
  }

  private double value(String name) {
    return registry.get(name).tag("tenant", "acme").gauge().value();
  }
}
