package dev.sluice.dispatcher;

import dev.sluice.lanes.Lanes;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The dispatcher in numbers. Thread-safe, except [#refresh].
final class DispatcherMetrics {

  /// Between two looks at the queues: a usual scrape comes every 15 s.
  private static final Duration REFRESH = Duration.ofSeconds(5);

  private final MeterRegistry registry;
  private final TenantMetrics tenants;
  private final Map<String, Counter> outcomes;
  private final Counter deadLetters;
  private final Counter parked;
  private final TenantStops stops;
  private final MultiGauge stoppedTenants;
  private long refreshedAt = System.nanoTime();

  DispatcherMetrics(MeterRegistry registry, Lanes<TenantId> lanes, LaneGates gates) {
    this.registry = registry;
    this.stops = gates.stops();
    this.tenants = new TenantMetrics(registry, lanes, gates, InstantSource.system());
    this.parked =
        Counter.builder("sluice.dispatcher.parked")
            .description("messages put aside until their campaign goes on or their time has come")
            .register(registry);
    this.stoppedTenants =
        MultiGauge.builder("sluice.dispatcher.tenant.stopped")
            .description("1 for a tenant whose account or credential is refused, with the code")
            .register(registry);
    this.outcomes =
        List.of("accepted", "failed", "skipped", "unknown").stream()
            .collect(Collectors.toMap(Function.identity(), this::outcome));
    this.deadLetters =
        Counter.builder("sluice.dispatcher.dead.letters")
            .description("records put aside because they could not be sent")
            .register(registry);
    Gauge.builder("sluice.dispatcher.in.flight", lanes, it -> it.totals().inFlight())
        .description("requests under way")
        .register(registry);
    Gauge.builder("sluice.dispatcher.queued", lanes, it -> it.totals().queued())
        .description("messages read and not begun, waits between attempts included")
        .register(registry);
  }

  /// Notes one request's answer and its time.
  void answered(TenantId tenant, ProviderAnswer answer, Duration took) {
    tenants.answered(tenant, took);
    String kind =
        switch (answer) {
          case ProviderAnswer.Accepted _ -> "accepted";
          case ProviderAnswer.Transient _ -> "transient";
          case ProviderAnswer.Throttled _ -> "throttled";
          case ProviderAnswer.RecipientBusy _ -> "recipient-busy";
          case ProviderAnswer.TenantStopped _ -> "tenant-stopped";
          case ProviderAnswer.CampaignStopped _ -> "campaign-stopped";
          case ProviderAnswer.Refused _ -> "refused";
          case ProviderAnswer.InDoubt _ -> "in-doubt";
        };
    Timer.builder("sluice.dispatcher.send")
        .description("time of one request to a provider")
        .tag("answer", kind)
        .register(registry)
        .record(took);
  }

  /// Notes the fate of one message, once it is stored.
  void concluded(DeliveryOutcome outcome) {
    String name =
        switch (outcome) {
          case DeliveryOutcome.Accepted _ -> "accepted";
          case DeliveryOutcome.Failed _ -> "failed";
          case DeliveryOutcome.Skipped _ -> "skipped";
          case DeliveryOutcome.Unknown _ -> "unknown";
        };
    Counter counter = outcomes.get(name);
    if (counter != null) {
      counter.increment();
    }
    tenants.concluded(outcome);
  }

  void buried() {
    deadLetters.increment();
  }

  void parked() {
    parked.increment();
  }

  /// Looks at who is busy and at who is stopped again if that was a while ago. One thread only.
  void refresh() {
    long now = System.nanoTime();
    if (now - refreshedAt < REFRESH.toNanos()) {
      return;
    }
    refreshedAt = now;
    tenants.refresh(now);
    List<MultiGauge.Row<?>> stopped =
        stops.all().entrySet().stream()
            .limit(TenantMetrics.SHOWN)
            .<MultiGauge.Row<?>>map(it -> stoppedRow(it.getKey(), it.getValue()))
            .toList();
    stoppedTenants.register(stopped, true);
  }

  private static MultiGauge.Row<?> stoppedRow(TenantId tenant, String code) {
    return MultiGauge.Row.of(Tags.of("tenant", tenant.value(), "code", code), 1);
  }

  private Counter outcome(String name) {
    return Counter.builder("sluice.dispatcher.messages")
        .description("messages by what became of them")
        .tag("outcome", name)
        .register(registry);
  }
}
