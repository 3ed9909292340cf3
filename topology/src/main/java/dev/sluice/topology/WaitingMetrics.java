package dev.sluice.topology;

import dev.sluice.schemas.TenantId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The gauges of the tenants that have anything waiting. Thread-safe.
///
/// A tenant gets its gauges with its first message and loses them some time after the last one has
/// left: `sluice.topology.pending`, `sluice.topology.pending.oldest` and
/// `sluice.topology.parked.now`, each by tenant.
final class WaitingMetrics {

  /// How long the gauges of an idle tenant may stay: registering takes longer than a message, so it
  /// is not done for each.
  static final Duration IDLE_KEPT = Duration.ofSeconds(10);

  /// Tenants shown at once; three time series each.
  static final int TENANTS_MAX = 1_000;

  private record Shown(TenantGauges gauges, List<Meter> meters) {}

  private final MeterRegistry registry;
  private final Map<TenantId, Shown> shown = new ConcurrentHashMap<>();
  private final AtomicLong sweepAtMillis = new AtomicLong();

  WaitingMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /// The gauges of a tenant that is about to have something waiting.
  TenantGauges of(TenantId tenant) {
    sweep();
    Shown known = shown.get(tenant);
    if (known != null) {
      return known.gauges();
    }
    return shown.size() >= TENANTS_MAX
        ? new TenantGauges()
        : shown.computeIfAbsent(tenant, this::show).gauges();
  }

  private Shown show(TenantId tenant) {
    TenantGauges gauges = new TenantGauges();
    Meter pending =
        Gauge.builder("sluice.topology.pending", gauges, TenantGauges::pending)
            .tag("tenant", tenant.value())
            .register(registry);
    Meter oldest =
        TimeGauge.builder(
                "sluice.topology.pending.oldest",
                gauges,
                TimeUnit.SECONDS,
                it -> it.oldestSeconds(registry.config().clock().wallTime()))
            .tag("tenant", tenant.value())
            .register(registry);
    Meter parked =
        Gauge.builder("sluice.topology.parked.now", gauges, TenantGauges::parked)
            .tag("tenant", tenant.value())
            .register(registry);
    return new Shown(gauges, List.of(pending, oldest, parked));
  }

  /// Removes the gauges of idle tenants, now and then. A line that still holds removed gauges shows
  /// nothing any more, but an idle tenant has no line.
  private void sweep() {
    long now = registry.config().clock().wallTime();
    long due = sweepAtMillis.get();
    if (now < due || !sweepAtMillis.compareAndSet(due, now + IDLE_KEPT.toMillis())) {
      return;
    }
    shown.forEach(
        (tenant, it) -> {
          if (it.gauges().isIdle() && shown.remove(tenant, it)) {
            it.meters().forEach(registry::remove);
          }
        });
  }
}
