package dev.sluice.simulator;

import dev.sluice.schemas.TenantId;

/// One of Meta's apps: where its webhooks go and what signs them.
///
/// @param path on the gateway, `/webhooks/<tenant>` or `/webhooks`
/// @param secret the app secret itself
public record MetaApp(String path, String secret) {

  /// A tenant's own app.
  public static MetaApp of(TenantId tenant, String secret) {
    return new MetaApp("/webhooks/" + tenant, secret);
  }

  /// An app several tenants share; the gateway tells them apart by account.
  public static MetaApp shared(String secret) {
    return new MetaApp("/webhooks", secret);
  }

  @Override
  public String toString() {
    return "MetaApp[" + path + "]";
  }
}
