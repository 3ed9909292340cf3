package dev.sluice.launcher.demo;

import dev.sluice.launcher.SecretFiles;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Tenant.Asset;
import dev.sluice.schemas.Tenant.Webhooks;
import dev.sluice.schemas.TenantId;
import dev.sluice.simulator.Business;
import dev.sluice.simulator.Industry;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.MetaApp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One of the three businesses of the demo, on all three channels each.
///
/// @param number what its accounts end with
/// @param latency how long its provider takes
record DemoTenant(TenantId id, Industry industry, int number, Latency latency) {

  /// Its provider is slow: every send takes 2 s.
  static final DemoTenant BANK =
      new DemoTenant(
          new TenantId("bank"), Industry.BANK, 1, Latency.constant(Duration.ofSeconds(2)));

  /// Its provider is quick, with the occasional late answer real ones have.
  static final DemoTenant RETAILER =
      new DemoTenant(
          new TenantId("retailer"),
          Industry.RETAILER,
          2,
          Latency.lognormal(Duration.ofMillis(100), Duration.ofSeconds(1)));

  /// Sends nothing; its customers write like all others.
  static final DemoTenant CLINIC =
      new DemoTenant(
          new TenantId("clinic"), Industry.CLINIC, 3, Latency.constant(Duration.ofMillis(100)));

  static final List<DemoTenant> ALL = List.of(BANK, RETAILER, CLINIC);

  private static final String PHONE = "10000000000000";
  private static final String PAGE = "20000000000000";
  private static final String INSTAGRAM = "30000000000000";

  /// Well above what 30 requests in flight reach at 100 ms each, so that the window is what binds
  /// and the campaigns' times can be compared with theory.
  private static final double RATE_PER_SECOND = 1_000;

  /// Requests under way at once: the product's own default.
  static final int WINDOW = 30;

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

  /// Its phone number id, which is also its account at the provider.
  String phoneNumberId() {
    return PHONE + number;
  }

  /// As an operator would describe it.
  Tenant describe(SecretFiles secrets, URI provider) throws IOException {
    return Tenant.of(
        id,
        null,
        new Webhooks(
            List.of(secrets.of(appSecretName())),
            secrets.of(verifyTokenName()),
            accounts().entrySet().stream()
                .map(account -> new Asset(account.getKey(), account.getValue()))
                .toList()),
        new Tenant.Provider(
            Tenant.Provider.Kind.WHATSAPP_CLOUD,
            provider,
            phoneNumberId(),
            secrets.of(providerTokenName()),
            WINDOW,
            RATE_PER_SECOND,
            REQUEST_TIMEOUT),
        null,
        List.of(),
        List.of(secrets.of(apiTokenName())));
  }

  /// As its customers see it.
  Business business(SecretFiles secrets) throws IOException {
    return new Business(id, app(secrets), industry, accounts());
  }

  /// What Meta signs its webhooks with.
  MetaApp app(SecretFiles secrets) throws IOException {
    secrets.of(appSecretName());
    return MetaApp.of(id, secrets.read(appSecretName()));
  }

  private String appSecretName() {
    return id + ".app-secret";
  }

  String verifyTokenName() {
    return id + ".verify-token";
  }

  String providerTokenName() {
    return id + ".provider-token";
  }

  String apiTokenName() {
    return id + ".api-token";
  }

  private Map<Channel, String> accounts() {
    Map<Channel, String> accounts = new EnumMap<>(Channel.class);
    accounts.put(Channel.WHATSAPP, phoneNumberId());
    accounts.put(Channel.MESSENGER, PAGE + number);
    accounts.put(Channel.INSTAGRAM, INSTAGRAM + number);
    return accounts;
  }
}
