package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.ProviderAnswer.Transient;
import dev.sluice.lanes.LaneLimits;
import dev.sluice.lanes.Lanes;
import dev.sluice.lanes.TotalLimit;
import dev.sluice.lanes.Work;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.DeliveryOutcome.Delivery;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TenantMetricsTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LaneGates gates =
      new LaneGates(
          _ -> LaneLimits.window(3),
          Tenants.of(),
          new TenantStops(Duration.ofMinutes(1)),
          new ProviderBreakers(() -> 0),
          () -> 0);
  private final Lanes<TenantId> lanes =
      Lanes.open("metrics", gates::limitsOf, TotalLimit.unbounded());
  private final TenantMetrics metrics = new TenantMetrics(registry, lanes, gates, () -> NOW);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    lanes.close();
  }

  private void busy(TenantId tenant, int work) {
    for (int i = 0; i < work; i++) {
      lanes.submit(tenant, Work.of(this::untilTheEnd));
    }
  }

  private void untilTheEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private double gauge(String name, String... tags) {
    return registry
        .get("sluice.dispatcher.tenant." + name)
        .tag("tenant", "acme")
        .tags(tags)
        .gauge()
        .value();
  }

  private static DeliveryOutcome accepted(TenantId tenant) {
    OutboundMessage it = Messages.bulk(tenant, "m-1");
    Delivery delivery =
        new Delivery(
            tenant, it.messageId(), it.campaign(), it.channel(), it.recipient(), 1, NOW, NOW);
    return new DeliveryOutcome.Accepted(delivery, "wamid.1");
  }

  @Test
  void shouldShowABusyTenantInNumbers() {
    // Given
    busy(ACME, 8);
    metrics.refresh(0);
    for (int answers = 0; answers < 20; answers++) {
      metrics.answered(ACME, Duration.ofMillis(100));
    }
    metrics.concluded(accepted(ACME));

    // When
    metrics.refresh(2 * SECOND);

    // Then
    assertThat(gauge("queued")).isEqualTo(5);
    assertThat(gauge("in.flight")).isEqualTo(3);
    assertThat(gauge("oldest.seconds")).isPositive();
    assertThat(gauge("send.rate")).isEqualTo(10);
    assertThat(gauge("permits")).isEqualTo(3);
    assertThat(
            registry
                .get("sluice.dispatcher.tenant.messages")
                .tags("tenant", "acme", "outcome", "accepted")
                .functionCounter()
                .count())
        .isEqualTo(1);
    assertThat(
            registry.get("sluice.dispatcher.tenant.send").timer().totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(2_000);
  }

  @Test
  void shouldShowWhatNarrowsATenant() {
    // Given
    busy(ACME, 1);
    metrics.refresh(0);
    double before = gauge("gate", "gate", "breaker");

    // When
    for (int failures = 0; failures < ProviderBreakers.REQUESTS_BEFORE_OPEN; failures++) {
      gates.note(ACME, new Transient("http-503", "down"), NOW);
    }
    gates.throttled(ACME, NOW.plusSeconds(17), NOW);

    // Then
    assertThat(before).isZero();
    assertThat(gauge("gate", "gate", "breaker")).isOne();
    assertThat(gauge("gate", "gate", "throttled")).isOne();
    assertThat(gauge("gate", "gate", "stopped")).isZero();
    assertThat(gauge("gate", "gate", "adaptive")).isZero();
    assertThat(gauge("throttled.seconds")).isEqualTo(17);
    assertThat(gauge("permits")).isOne();
  }

  @Test
  void shouldBoundItsSeriesAndPreferTheBusiest() {
    // Given
    busy(ACME, 2);
    metrics.refresh(0);
    for (int tenant = 0; tenant < 200; tenant++) {
      busy(new TenantId("tenant-" + tenant), 1);
    }

    // When
    metrics.refresh(SECOND);
    int one = registry.getMeters().size();
    metrics.concluded(accepted(ACME));
    end.countDown();
    Awaitility.await().until(() -> lanes.busy().isEmpty());
    metrics.refresh(2 * SECOND);

    // Then
    assertThat(one).isLessThanOrEqualTo(TenantMetrics.SHOWN * 17);
    assertThat(registry.getMeters()).as("idle ones stay, no more come").hasSize(one);
    assertThat(gauge("queued")).isZero();
  }
}
