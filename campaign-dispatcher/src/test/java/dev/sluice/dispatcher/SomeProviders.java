package dev.sluice.dispatcher;

import dev.sluice.schemas.ProviderTemplate;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Tenant.Provider.Kind;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ProviderAccount;
import dev.sluice.simulator.ProviderBehaviour;
import dev.sluice.simulator.ProviderSettings;
import dev.sluice.simulator.ProviderSimulator;
import dev.sluice.tenants.Secrets;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tenant's provider of each kind, all of them one account of a simulated provider.
final class SomeProviders {

  static final String ACCOUNT = "15550001";
  static final SecretRef TOKEN = new SecretRef("env:TOKEN");

  /// A secret the simulated provider does not take.
  static final SecretRef STALE = new SecretRef("env:STALE");

  static final Secrets SECRETS =
      Secrets.withEnvironment(Map.of("TOKEN", "t0ken", "STALE", "expired"));

  static final ProviderBehaviour PROMPT =
      ProviderBehaviour.accepting(Latency.constant(Duration.ZERO));

  /// No request takes this long, however busy the machine is.
  static final Duration PATIENT = Duration.ofSeconds(20);

  private SomeProviders() {}

  static ProviderSimulator simulator(ProviderBehaviour behaviour) {
    return ProviderSimulator.start(
        ProviderSettings.of(ProviderAccount.of(ACCOUNT, "t0ken", behaviour)));
  }

  static Tenant.Provider settings(Kind kind, URI base) {
    return settings(kind, base, TOKEN, PATIENT);
  }

  /// @param base where a server is, without a path
  static Tenant.Provider settings(Kind kind, URI base, SecretRef token, Duration timeout) {
    return new Tenant.Provider(
        kind, url(kind, base), ACCOUNT, token, 30, 1000, timeout, "+14155238886", http(kind));
  }

  private static URI url(Kind kind, URI base) {
    return switch (kind) {
      case WHATSAPP_CLOUD -> URI.create(base + "/v23.0");
      case DIALOG_360, TWILIO, HTTP -> base;
    };
  }

  private static @Nullable ProviderTemplate http(Kind kind) {
    return switch (kind) {
      case WHATSAPP_CLOUD, DIALOG_360, TWILIO -> null;
      case HTTP ->
          new ProviderTemplate(
              "/http/" + ACCOUNT + "/send",
              "X-Api-Key",
              null,
              """
              {"to":"{{to}}","text":"{{text}}","reference":"{{messageId}}",
               "template":{"name":"{{template}}","language":"{{language}}",
                           "values":"{{parameters}}","components":"{{components}}"},
               "media":{"id":"{{mediaId}}","kind":"{{mediaKind}}",
                        "caption":"{{caption}}","filename":"{{filename}}"}}""",
              "/message/id",
              List.of(420),
              List.of(402),
              List.of(425),
              List.of(499));
    };
  }
}
