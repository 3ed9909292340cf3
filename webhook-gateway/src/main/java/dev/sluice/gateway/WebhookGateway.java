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

/// Verifies deliveries, keeps them in Kafka and says what to answer.
///
/// Blocks the calling thread until the records are safe, at most for the deadline of its settings:
/// call it on virtual threads. Thread-safe.
///
/// A tenant none of whose secrets can be resolved here is answered as when storage is away, not as
/// if the sender had signed wrongly: the fault is ours, nothing is accepted unverified, and Meta
/// delivers again for days, by which time the secret may be there. So is whoever is signed by no
/// shared app while the secrets of one cannot be resolved.
public final class WebhookGateway implements AutoCloseable {

  private final GatewaySettings settings;
  private final WebhookLog log;
  private final Tenants tenants;
  private final Assets assets;
  private final TenantSecrets secrets;
  private final SharedApps sharedApps;
  private final InstantSource clock;
  private final GatewayMetrics metrics;
  private final RefusedSources refused;
  private final Connections connections;
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
    this.assets = new Assets(tenants);
    this.secrets = new TenantSecrets(secrets);
    this.sharedApps = new SharedApps(this.secrets);
    this.clock = clock;
    this.metrics = new GatewayMetrics(registry, clock, settings.watchedTenantsMax());
    this.refused = new RefusedSources(settings.http().refusalsPerMinute(), clock);
    this.connections = new Connections(settings.http(), metrics);
    metrics.watch(inFlight);
    metrics.watch(log);
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

  /// Whether a delivery would be stored now, as far as is known: the topics have been found, so
  /// that a first one does not wait for that, and storage answered when it was last heard of, which
  /// is at most some seconds ago. Does not block.
  public boolean ready() {
    return log.ready();
  }

  /// Waits for appends under way, at most for the deadline.
  @Override
  public void close() {
    log.close();
  }

  /// The server's connections, for it to keep to the limits.
  Connections connections() {
    return connections;
  }

  /// Answers Meta's handshake at the shared address.
  Reply shakeHands(Handshake handshake) {
    return said(handshake.source(), sharedApps.shakeHands(assets.now().sharedApps(), handshake));
  }

  /// Answers Meta's handshake at a tenant's address.
  ///
  /// @param name the tenant in the path, as it was written
  Reply shakeHands(String name, Handshake handshake) {
    return said(
        handshake.source(),
        tenant(name)
            .map(tenant -> handshake.answer(secrets.verifyToken(tenant)))
            .orElseGet(Reply.UnknownTenant::new));
  }

  /// Verifies a delivery at the shared address and keeps what is each tenant's.
  ///
  /// @param body the bytes as they came from the socket; not changed, and not to be changed after
  Reply receive(Delivery delivery, byte[] body) {
    AssetIndex index = assets.now();
    if (index.sharedApps().isEmpty()) {
      return said(delivery.source(), new Reply.UnknownTenant());
    }
    if (body.length > settings.bodyBytesMax()) {
      return said(delivery.source(), new Reply.TooLarge());
    }
    Reply reply =
        switch (sharedApps.signer(index.sharedApps(), body, delivery.signatures())) {
          case SharedApps.Signer.NoApp() -> new Reply.NotSigned();
          case SharedApps.Signer.CannotTell() -> new Unavailable(Unavailable.Cause.SECRET);
          case SharedApps.Signer.App(String secret) ->
              keep(
                  delivery,
                  Sorted.by(Attribution.shared(index, tenants, secrets, secret), delivery, body));
        };
    return said(delivery.source(), reply);
  }

  /// Verifies a delivery at a tenant's address and keeps it.
  ///
  /// @param name the tenant in the path, as it was written
  /// @param body the bytes as they came from the socket; not changed, and not to be changed after
  Reply receive(String name, Delivery delivery, byte[] body) {
    Reply reply =
        tenant(name)
            .map(tenant -> receive(tenant, delivery, body))
            .orElseGet(Reply.UnknownTenant::new);
    return said(delivery.source(), reply);
  }

  /// Counts a refusal that needs no look at the request.
  Reply refuse(Reply.Refusal refusal) {
    return metrics.counted(refusal);
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
    metrics.heardOf(tenant.id());
    return keep(
        delivery,
        tenant.webhooks().assets().isEmpty()
            ? Sorted.whole(delivery, tenant, body)
            : Sorted.by(Attribution.own(tenant, assets.now()), delivery, body));
  }

  private Reply keep(Delivery delivery, Sorted sorted) {
    sorted.tenants().forEach(metrics::heardOf);
    if (inFlight.incrementAndGet() > settings.inFlightMax()) {
      inFlight.decrementAndGet();
      return new Unavailable(Unavailable.Cause.OVERLOAD);
    }
    try {
      Append append = log.append(sorted.records());
      storage.saw(append);
      return switch (append) {
        case Append.Done() -> kept(delivery, sorted);
        case Append.TooLarge() -> new Reply.TooLarge();
        case Append.NotConfirmed(String ignored) -> new Unavailable(Unavailable.Cause.STORAGE);
      };
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private Reply kept(Delivery delivery, Sorted sorted) {
    metrics.kept(sorted, Duration.between(delivery.receivedAt(), clock.instant()));
    return sorted.isQuarantine() ? new Reply.Quarantined() : new Reply.Stored();
  }

  /// Counts a reply. Who is refused too often hears another one.
  private Reply said(String source, Reply reply) {
    return metrics.counted(
        switch (reply) {
          case Reply.NotSigned refusal -> refused.said(source, refusal);
          case Reply.UnknownTenant refusal -> refused.said(source, refusal);
          case Reply.HandshakeRefused refusal -> refused.said(source, refusal);
          case Reply.TooManyRefused other -> other;
          case Reply.Compressed other -> other;
          case Reply.TooLarge other -> other;
          case Reply.Kept other -> other;
          case Reply.Challenge other -> other;
          case Unavailable other -> other;
        });
  }

  private Optional<Tenant> tenant(String name) {
    return TenantId.isLegal(name) ? tenants.find(new TenantId(name)) : Optional.empty();
  }
}
