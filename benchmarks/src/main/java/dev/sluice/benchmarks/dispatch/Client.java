package dev.sluice.benchmarks.dispatch;

import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.simulator.ProviderAccount;
import dev.sluice.simulator.ProviderBehaviour;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// A tenant with an account at the simulated provider.
///
/// @param window requests it may have under way
record Client(TenantId tenant, ProviderBehaviour behaviour, int window) {

  /// The most a tenant may set: no measurement is to be one of the token bucket.
  private static final double RATE_PER_SECOND = 1_000;

  /// Longer than any latency that is played.
  private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(2);

  private static final SecretRef NEVER_READ = new SecretRef("env:SLUICE_BENCH_UNUSED");

  static Client of(String name, ProviderBehaviour behaviour, int window) {
    return new Client(new TenantId(name), behaviour, window);
  }

  String account() {
    return "phone-of-" + tenant;
  }

  ProviderAccount atProvider(String token) {
    return ProviderAccount.of(account(), token, behaviour);
  }

  Tenant described(URI provider, SecretRef token) {
    return Tenant.of(
        tenant,
        null,
        new Tenant.Webhooks(List.of(NEVER_READ), NEVER_READ, List.of()),
        new Tenant.Provider(
            Tenant.Provider.Kind.WHATSAPP_CLOUD,
            provider,
            account(),
            token,
            window,
            RATE_PER_SECOND,
            REQUEST_TIMEOUT),
        null,
        null,
        null);
  }
}
