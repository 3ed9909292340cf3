package dev.sluice.tenants;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Tenant.Asset;
import dev.sluice.schemas.Tenant.Webhooks;
import dev.sluice.schemas.TenantId;
import java.util.List;

/// Tenants for the tests of this module.
final class SomeTenants {

  private SomeTenants() {}

  static Tenant tenant(String id, String name, String... phoneNumbers) {
    List<Asset> assets =
        List.of(phoneNumbers).stream().map(number -> new Asset(Channel.WHATSAPP, number)).toList();
    Webhooks webhooks =
        new Webhooks(List.of(new SecretRef("env:S")), new SecretRef("env:V"), assets);
    return Tenant.of(new TenantId(id), name, webhooks, null, null, null, null);
  }
}
