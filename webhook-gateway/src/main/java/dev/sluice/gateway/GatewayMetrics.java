package dev.sluice.gateway;

import dev.sluice.schemas.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What the gateway counts. Thread-safe.
///
/// Meters: `sluice.webhook.received` by outcome, `sluice.webhook.ack` from receipt to the answer of
/// what was kept, `sluice.webhook.appends` under way, `sluice.webhook.records` that were kept,
/// `sluice.webhook.quarantine` by reason, `sluice.webhook.storage`, 1 while it answers,
/// `sluice.webhook.connections` open, `sluice.webhook.request.bytes` they hold,
/// `sluice.webhook.connections.closed` by us and why, and `sluice.webhook.silence`, the seconds
/// since a tenant's last verified delivery (since the start of the process while there was none).
/// Meta unsubscribes an app that fails for an hour, and silence is how that shows.
final class GatewayMetrics {

  /// Either side of the 5 ms the gateway is to answer in, of the 250 ms Meta asks for at the
  /// median, and of the second it allows one in a hundred.
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5)
  };

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final int watchedMax;
  private final Timer ack;
  private final Counter records;
  private final Map<String, Counter> received = new ConcurrentHashMap<>();
  private final Map<TenantId, AtomicLong> lastDeliveryMillis = new ConcurrentHashMap<>();

  GatewayMetrics(MeterRegistry registry, InstantSource clock, int watchedMax) {
    this.registry = registry;
    this.clock = clock;
    this.watchedMax = watchedMax;
    this.ack =
        Timer.builder("sluice.webhook.ack")
            .description("from receipt to the answer, of deliveries that were kept")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    this.records =
        Counter.builder("sluice.webhook.records")
            .description("records that deliveries to tenants were kept in")
            .register(registry);
  }

  /// Counts an answer and hands it back.
  Reply counted(Reply reply) {
    received.computeIfAbsent(outcome(reply), this::counter).increment();
    return reply;
  }

  /// Notes that a verified delivery for a tenant has come.
  void heardOf(TenantId tenant) {
    watch(tenant);
    AtomicLong last = lastDeliveryMillis.get(tenant);
    if (last != null) {
      last.set(clock.millis());
    }
  }

  /// Notes a delivery that was kept, and how long its answer took.
  void kept(Sorted sorted, Duration took) {
    records.increment(sorted.tenants().size());
    sorted.reasons().forEach(reason -> counter("quarantine", "reason", reason).increment());
    ack.record(took);
  }

  /// Notes a connection that was closed for its sender's sake.
  void closed(String reason) {
    counter("connections.closed", "reason", reason).increment();
  }

  /// Measures the appends under way.
  void watch(AtomicInteger inFlight) {
    Gauge.builder("sluice.webhook.appends", inFlight, AtomicInteger::get)
        .description("appends under way")
        .register(registry);
  }

  /// Measures whether storage answers.
  void watch(WebhookLog log) {
    Gauge.builder("sluice.webhook.storage", log, storage -> storage.ready() ? 1 : 0)
        .description("1 while storage answers")
        .register(registry);
  }

  /// Measures the connections.
  void watch(AtomicInteger connections, AtomicLong requestBytes) {
    Gauge.builder("sluice.webhook.connections", connections, AtomicInteger::get)
        .description("open connections")
        .register(registry);
    Gauge.builder("sluice.webhook.request.bytes", requestBytes, AtomicLong::get)
        .description("of requests that are not answered yet")
        .register(registry);
  }

  /// Begins to measure a tenant's silence, unless as many as allowed are measured already.
  void watch(TenantId tenant) {
    if (lastDeliveryMillis.containsKey(tenant) || lastDeliveryMillis.size() >= watchedMax) {
      return;
    }
    AtomicLong last = new AtomicLong(clock.millis());
    if (lastDeliveryMillis.putIfAbsent(tenant, last) == null) {
      Gauge.builder(
              "sluice.webhook.silence", last, since -> (clock.millis() - since.get()) / 1000.0)
          .description("time since the last verified delivery")
          .baseUnit("seconds")
          .tag("tenant", tenant.value())
          .strongReference(true)
          .register(registry);
    }
  }

  /// Looked up each time: what is counted this way is rare.
  private Counter counter(String what, String key, String value) {
    return Counter.builder("sluice.webhook." + what).tag(key, value).register(registry);
  }

  private Counter counter(String outcome) {
    return Counter.builder("sluice.webhook.received")
        .description("requests by what was answered")
        .tag("outcome", outcome)
        .register(registry);
  }

  private static String outcome(Reply reply) {
    return switch (reply) {
      case Reply.Stored() -> "stored";
      case Reply.Quarantined() -> "quarantined";
      case Reply.Challenge(String ignored) -> "handshake";
      case Reply.NotSigned() -> "not-signed";
      case Reply.TooManyRefused() -> "too-many-refused";
      case Reply.Compressed() -> "compressed";
      case Reply.HandshakeRefused() -> "handshake-refused";
      case Reply.UnknownTenant() -> "unknown-tenant";
      case Reply.TooLarge() -> "too-large";
      case Reply.Unavailable(Reply.Unavailable.Cause cause) ->
          "unavailable-" + cause.name().toLowerCase(Locale.ROOT);
    };
  }
}
