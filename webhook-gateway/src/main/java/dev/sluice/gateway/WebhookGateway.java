package dev.sluice.gateway;

import dev.sluice.gateway.Reply.Unavailable;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Verifies deliveries, keeps them in Kafka and says what to answer.
///
/// Blocks the calling thread until the record is safe, at most for the deadline of its settings:
/// call it on virtual threads. Thread-safe.
///
/// A tenant none of whose secrets can be resolved here is answered as when storage is away, not as
/// if the sender had signed wrongly: the fault is ours, nothing is accepted unverified, and Meta
/// delivers again for days, by which time the secret may be there.
public final class WebhookGateway implements AutoCloseable {

  private final GatewaySettings settings;
  private final WebhookLog log;
  private final Tenants tenants;
  private final TenantSecrets secrets;
  private final InstantSource clock;
  private final GatewayMetrics metrics;
  private final StorageHealth storage = new StorageHealth();
  private final AtomicInteger inFlight = new AtomicInteger();

  WebhookGateway(
      GatewaySettings settings,
      WebhookLog log,
      Tenants tenants,
      Secrets secrets,
      MeterRegistry registry,
      InstantSource clock) {
    this.settings = settings;
    this.log = log;
    this.tenants = tenants;
    this.secrets = new TenantSecrets(secrets);
    this.clock = clock;
    this.metrics = new GatewayMetrics(registry, inFlight, clock, settings.watchedTenantsMax());
    tenants.all().forEach(tenant -> metrics.watch(tenant.id()));
  }

  /// Opens a gateway that keeps deliveries on a cluster. Returns at once; [#ready] tells when the
  /// cluster has answered.
  ///
  /// @param connection Kafka client settings, `bootstrap.servers` among them
  public static WebhookGateway open(
      GatewaySettings settings,
      Map<String, Object> connection,
      Tenants tenants,
      Secrets secrets,
      MeterRegistry registry) {
    return new WebhookGateway(
        settings,
        KafkaWebhookLog.open(settings, connection),
        tenants,
        secrets,
        registry,
        InstantSource.system());
  }

  /// Whether the topics have been found, so that a first delivery does not wait for that. Does not
  /// block.
  public boolean ready() {
    return log.ready();
  }

  /// Waits for appends under way, at most for the deadline.
  @Override
  public void close() {
    log.close();
  }

  /// Answers Meta's handshake.
  Reply shakeHands(Handshake handshake) {
    return metrics.counted(
        tenant(handshake.tenant())
            .map(tenant -> shakeHands(tenant, handshake))
            .orElseGet(Reply.UnknownTenant::new));
  }

  private Reply shakeHands(Tenant tenant, Handshake handshake) {
    String token = handshake.token();
    String challenge = handshake.challenge();
    if (!"subscribe".equals(handshake.mode())
        || token == null
        || challenge == null
        || challenge.isEmpty()) {
      return new Reply.HandshakeRefused();
    }
    List<String> expected = secrets.verifyToken(tenant);
    if (expected.isEmpty()) {
      return new Unavailable(Unavailable.Cause.SECRET);
    }
    return SignatureVerifier.isSame(expected.getFirst(), token)
        ? new Reply.Challenge(challenge)
        : new Reply.HandshakeRefused();
  }

  /// Verifies a delivery and keeps it.
  ///
  /// @param body the bytes as they came from the socket; not changed, and not to be changed after
  Reply receive(Delivery delivery, byte[] body) {
    Reply reply =
        tenant(delivery.tenant())
            .map(tenant -> receive(tenant, delivery, body))
            .orElseGet(Reply.UnknownTenant::new);
    return metrics.counted(reply);
  }

  /// Answers a request whose body is longer than may be.
  Reply refuseTooLarge() {
    return metrics.counted(new Reply.TooLarge());
  }

  /// The time at which a request is received.
  Instant now() {
    return clock.instant();
  }

  /// What a refused sender is told to wait.
  Duration retryAfter() {
    return settings.retryAfter();
  }

  private Reply receive(Tenant tenant, Delivery delivery, byte[] body) {
    if (body.length > settings.bodyBytesMax()) {
      return new Reply.TooLarge();
    }
    List<String> appSecrets = secrets.appSecrets(tenant);
    if (appSecrets.isEmpty()) {
      return new Unavailable(Unavailable.Cause.SECRET);
    }
    if (!SignatureVerifier.isSigned(body, delivery.signatures(), appSecrets)) {
      return new Reply.NotSigned();
    }
    TenantId id = tenant.id();
    Reply reply =
        JsonSyntax.isJson(body)
            ? append(WebhookRecords.webhook(delivery, id, body), new Reply.Stored())
            : append(
                WebhookRecords.quarantined(delivery, id, body, "not JSON"),
                new Reply.Quarantined());
    metrics.delivered(id, reply, Duration.between(delivery.receivedAt(), clock.instant()));
    return reply;
  }

  private Reply append(ProducerRecord<String, byte[]> webhook, Reply whenDone) {
    if (inFlight.incrementAndGet() > settings.inFlightMax()) {
      inFlight.decrementAndGet();
      return new Unavailable(Unavailable.Cause.OVERLOAD);
    }
    try {
      Append append = log.append(webhook);
      storage.saw(append);
      return switch (append) {
        case Append.Done() -> whenDone;
        case Append.TooLarge() -> new Reply.TooLarge();
        case Append.NotConfirmed(String ignored) -> new Unavailable(Unavailable.Cause.STORAGE);
      };
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private Optional<Tenant> tenant(String name) {
    return TenantId.isLegal(name) ? tenants.find(new TenantId(name)) : Optional.empty();
  }
}
