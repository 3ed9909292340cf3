package dev.sluice.dispatcher;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.Tenant;
import dev.sluice.tenants.Secrets;
import java.time.Duration;
import java.time.InstantSource;

/// The providers of all tenants, over one shared HTTP client. Thread-safe.
final class Providers implements AutoCloseable {

  private final Secrets secrets;
  private final ProviderHttp http;

  Providers(Duration connectTimeout, Secrets secrets, InstantSource clock) {
    this.secrets = secrets;
    this.http = new ProviderHttp(connectTimeout, clock);
  }

  /// The provider a tenant's settings describe; costs nothing to make.
  Provider of(Tenant.Provider settings) {
    return new HttpProvider(http, contract(settings), settings, secrets);
  }

  private static Contract contract(Tenant.Provider settings) {
    return switch (settings.kind()) {
      case WHATSAPP_CLOUD -> new CloudApiContract(settings.url(), settings.account());
      case DIALOG_360 -> new Dialog360Contract(settings.url());
      case TWILIO ->
          new TwilioContract(settings.url(), settings.account(), requireNonNull(settings.sender()));
      case HTTP -> new TemplateContract(settings.url(), requireNonNull(settings.http()));
    };
  }

  /// Breaks off whatever is still under way.
  @Override
  public void close() {
    http.close();
  }
}
