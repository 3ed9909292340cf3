package dev.sluice.launcher.services;

import dev.sluice.enrichers.remote.RemoteCalls;
import dev.sluice.enrichers.remote.Task;
import dev.sluice.schemas.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/// Counts how tenants' own models answer. Thread-safe.
///
/// By tenant, for it is a tenant whose model is down: there are as many series as tenants with a
/// model of their own, two tasks and five outcomes.
final class RemoteCallMetrics implements RemoteCalls {

  private final MeterRegistry registry;

  RemoteCallMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void asked(TenantId tenant, Task task, Outcome outcome, int requests, Duration took) {
    registry
        .timer(
            "sluice.remote.question",
            "tenant",
            tenant.value(),
            "kind",
            lower(task),
            "outcome",
            lower(outcome))
        .record(took);
    registry.counter("sluice.remote.requests", "tenant", tenant.value()).increment(requests);
  }

  @Override
  public void fellBack(TenantId tenant, Task task, boolean answered) {
    registry
        .counter(
            "sluice.remote.fallback",
            "tenant",
            tenant.value(),
            "kind",
            lower(task),
            "answered",
            Boolean.toString(answered))
        .increment();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
