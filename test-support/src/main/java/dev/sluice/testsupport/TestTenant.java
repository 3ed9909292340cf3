package dev.sluice.testsupport;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import java.util.List;

/// A tenant made for a test, with the secrets its settings only refer to.
///
/// @param appSecrets in the order of the settings; the first is the one to sign with
/// @param providerToken what the provider expects as `Authorization: Bearer`; also there for a
///   tenant without provider
/// @param apiToken opens the tenant's inbox over HTTP
public record TestTenant(
    Tenant tenant,
    List<String> appSecrets,
    String verifyToken,
    String providerToken,
    String apiToken) {

  public TestTenant {
    appSecrets = List.copyOf(appSecrets);
  }

  public TenantId id() {
    return tenant.id();
  }

  /// The secret that signs this tenant's webhooks.
  public String appSecret() {
    return appSecrets.getFirst();
  }

  /// The tenant's first phone number id, page id or Instagram id.
  ///
  /// @throws AssertionError when it has none on that channel
  public String account(Channel channel) {
    return tenant.webhooks().assets().stream()
        .filter(asset -> asset.channel() == channel)
        .map(Tenant.Asset::id)
        .findFirst()
        .orElseThrow(() -> new AssertionError(id() + " has no account on " + channel.wireName()));
  }

  /// How the tenant's messages leave.
  ///
  /// @throws AssertionError when it was made without a provider
  public Tenant.Provider provider() {
    Tenant.Provider provider = tenant.provider();
    if (provider == null) {
      throw new AssertionError(id() + " has no provider");
    }
    return provider;
  }
}
