package dev.sluice.dispatcher;

import dev.sluice.dispatcher.LaneGates.Gate;
import dev.sluice.lanes.LaneStats;
import dev.sluice.lanes.Lanes;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.TenantId;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/// Single tenants in numbers: `sluice.dispatcher.tenant.*`, each with the tag `tenant`.
///
/// At most [#SHOWN] tenants have series at a time: the busiest at each look. One that is idle keeps
/// its series until a busier one needs the place, so that its last counts are read. What is counted
/// is kept for every tenant, so a series that comes back goes on where it was. Thread-safe, except
/// [#refresh].
final class TenantMetrics {

  /// A dashboard's worth: 17 series each are 850, whatever the number of tenants.
  static final int SHOWN = 50;

  private static final String PREFIX = "sluice.dispatcher.tenant.";

  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  private final MeterRegistry registry;
  private final Lanes<TenantId> lanes;
  private final LaneGates gates;
  private final InstantSource clock;
  private final Map<TenantId, Tally> tallies = new ConcurrentHashMap<>();

  /// The least recently busy first.
  private final Map<TenantId, Series> shown = new LinkedHashMap<>(SHOWN, 0.75f, true);

  private final Map<TenantId, Timer> timers = new ConcurrentHashMap<>();

  TenantMetrics(
      MeterRegistry registry, Lanes<TenantId> lanes, LaneGates gates, InstantSource clock) {
    this.registry = registry;
    this.lanes = lanes;
    this.gates = gates;
    this.clock = clock;
  }

  /// What is counted of a tenant, some 200 bytes.
  private static final class Tally {
    private final LongAdder requests = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder unknown = new LongAdder();
  }

  /// A tenant's series, and its requests at the last look.
  private static final class Series {
    private final Tally tally;
    private final List<Meter> meters = new ArrayList<>();
    private long requestsSeen;
    private long seenAtNanos;
    private volatile double perSecond;

    Series(Tally tally, long nowNanos) {
      this.tally = tally;
      this.requestsSeen = tally.requests.sum();
      this.seenAtNanos = nowNanos;
    }

    void look(long nowNanos) {
      long requests = tally.requests.sum();
      if (nowNanos > seenAtNanos) {
        perSecond = (requests - requestsSeen) * NANOS_PER_SECOND / (nowNanos - seenAtNanos);
      }
      requestsSeen = requests;
      seenAtNanos = nowNanos;
    }
  }

  private record Busy(TenantId tenant, LaneStats stats) {
    int work() {
      return stats.queued() + stats.inFlight();
    }
  }

  /// Notes one request and its time.
  void answered(TenantId tenant, Duration took) {
    tally(tenant).requests.increment();
    Timer timer = timers.get(tenant);
    if (timer != null) {
      timer.record(took);
    }
  }

  /// Notes the fate of one message.
  void concluded(DeliveryOutcome outcome) {
    Tally tally = tally(outcome.delivery().tenant());
    LongAdder counter =
        switch (outcome) {
          case DeliveryOutcome.Accepted _ -> tally.accepted;
          case DeliveryOutcome.Failed _ -> tally.failed;
          case DeliveryOutcome.Skipped _ -> tally.skipped;
          case DeliveryOutcome.Unknown _ -> tally.unknown;
        };
    counter.increment();
  }

  private Tally tally(TenantId tenant) {
    return tallies.computeIfAbsent(tenant, id -> new Tally());
  }

  /// Looks at who is busiest, and takes the rates since the last look. One thread only.
  void refresh(long nowNanos) {
    List<Busy> busiest =
        lanes.busy().stream()
            .map(tenant -> new Busy(tenant, lanes.stats(tenant)))
            .sorted(Comparator.comparingInt(Busy::work).reversed())
            .limit(SHOWN)
            .toList();
    for (Busy busy : busiest.reversed()) {
      TenantId tenant = busy.tenant();
      if (shown.get(tenant) == null) {
        makeRoom();
        shown.put(tenant, made(tenant, nowNanos));
      }
    }
    shown.values().forEach(series -> series.look(nowNanos));
  }

  private void makeRoom() {
    if (shown.size() < SHOWN) {
      return;
    }
    TenantId leaves = shown.keySet().iterator().next();
    Series series = shown.remove(leaves);
    timers.remove(leaves);
    if (series != null) {
      series.meters.forEach(registry::remove);
    }
  }

  private Series made(TenantId tenant, long nowNanos) {
    Series series = new Series(tally(tenant), nowNanos);
    Tags tags = Tags.of("tenant", tenant.value());
    gauge(series, "queued", tags, it -> lanes.stats(tenant).queued());
    gauge(series, "in.flight", tags, it -> lanes.stats(tenant).inFlight());
    gauge(series, "oldest.seconds", tags, it -> seconds(lanes.stats(tenant).oldestWait()));
    gauge(series, "send.rate", tags, it -> it.perSecond);
    gauge(series, "permits", tags, it -> gates.limitsOf(tenant).window());
    gauge(
        series,
        "throttled.seconds",
        tags,
        it -> seconds(gates.throttledFor(tenant, clock.instant())));
    for (Gate gate : Gate.values()) {
      Tags named = tags.and("gate", gate.name().toLowerCase(Locale.ROOT));
      gauge(series, "gate", named, it -> gates.isNarrowing(gate, tenant, clock.instant()) ? 1 : 0);
    }
    counter(series, tags, "accepted", it -> it.accepted.sum());
    counter(series, tags, "failed", it -> it.failed.sum());
    counter(series, tags, "skipped", it -> it.skipped.sum());
    counter(series, tags, "unknown", it -> it.unknown.sum());
    Timer timer =
        Timer.builder(PREFIX + "send")
            .description("time of one request to the tenant's provider")
            .tags(tags)
            .register(registry);
    series.meters.add(timer);
    timers.put(tenant, timer);
    return series;
  }

  private void gauge(Series series, String name, Tags tags, ToDoubleFunction<Series> value) {
    series.meters.add(
        Gauge.builder(PREFIX + name, series, value)
            .description(describe(name))
            .tags(tags)
            .register(registry));
  }

  private static String describe(String name) {
    return switch (name) {
      case "queued" -> "messages waiting";
      case "in.flight" -> "requests under way";
      case "oldest.seconds" -> "how long the message waiting longest has waited to begin";
      case "send.rate" -> "requests answered a second since the last look, 5 s as a rule";
      case "permits" -> "requests that may be under way at once now";
      case "throttled.seconds" -> "how long the provider lets the number wait yet";
      default -> "1 while that gate narrows the lane";
    };
  }

  private void counter(Series series, Tags tags, String outcome, ToDoubleFunction<Tally> count) {
    series.meters.add(
        FunctionCounter.builder(PREFIX + "messages", series.tally, count)
            .description("messages by what became of them")
            .tags(tags.and("outcome", outcome))
            .register(registry));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS_PER_SECOND;
  }
}
