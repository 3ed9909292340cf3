package dev.sluice.dispatcher;

import dev.sluice.schemas.Tenant;
import dev.sluice.tenants.Secrets;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The providers of all tenants, over one shared HTTP client. Thread-safe.
///
/// Connections are kept and used again per host; there are never more of them than requests in
/// flight, which the lanes bound.
final class Providers implements AutoCloseable {

  private final Secrets secrets;
  private final InstantSource clock;
  private final HttpClient http;

  /// The client's own work, not the tenants': it would otherwise grow a platform thread for each
  /// few requests.
  private final ExecutorService clientThreads = Executors.newVirtualThreadPerTaskExecutor();

  Providers(Duration connectTimeout, Secrets secrets, InstantSource clock) {
    this.secrets = secrets;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .followRedirects(Redirect.NEVER)
            .executor(clientThreads)
            .build();
  }

  /// The provider a tenant's settings describe; costs nothing to make.
  Provider of(Tenant.Provider settings) {
    return switch (settings.kind()) {
      case WHATSAPP_CLOUD -> new CloudApiProvider(http, settings, secrets, clock);
    };
  }

  /// Breaks off whatever is still under way.
  @Override
  public void close() {
    http.shutdownNow();
    clientThreads.shutdownNow();
  }
}
