package dev.sluice.dispatcher;

import dev.sluice.dispatcher.ProviderAnswer.InDoubt;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Requests to tenants' providers, timed and with an answer in any case. Thread-safe.
final class Requests {

  private static final Logger log = LoggerFactory.getLogger(Requests.class);

  private final Tenants tenants;
  private final Function<Tenant.Provider, Provider> providers;
  private final DispatcherMetrics metrics;

  Requests(
      Tenants tenants, Function<Tenant.Provider, Provider> providers, DispatcherMetrics metrics) {
    this.tenants = tenants;
    this.providers = providers;
    this.metrics = metrics;
  }

  /// The tenant's provider as its settings are now; empty when it is not known or has none.
  Optional<Provider> providerOf(TenantId tenant) {
    return tenants.find(tenant).map(Tenant::provider).map(providers);
  }

  /// Asks a provider to send. One that throws is broken, and whether it sent before it broke nobody
  /// knows.
  ProviderAnswer ask(Provider provider, OutboundMessage message) throws InterruptedException {
    long began = System.nanoTime();
    ProviderAnswer answer;
    try {
      answer = provider.send(message);
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("tenant", message.tenant())
          .addKeyValue("messageId", message.messageId())
          .setCause(e)
          .log("provider failed in a way that is no answer");
      answer = new InDoubt("failed in a way that is no answer: " + e.getClass().getSimpleName());
    }
    metrics.answered(message.tenant(), answer, Duration.ofNanos(System.nanoTime() - began));
    return answer;
  }
}
