package dev.sluice.launcher.up;

import dev.sluice.launcher.SecretFiles;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Tenant.Asset;
import dev.sluice.schemas.Tenant.Webhooks;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.TenantRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// The tenant a new installation begins with, so that the first message can be sent at once.
final class FirstTenant {

  static final TenantId ID = new TenantId("acme");

  /// The phone number id its WhatsApp messages are addressed to.
  static final String PHONE_NUMBER_ID = "100000000000001";

  static final String APP_SECRET = "acme.app-secret";
  static final String VERIFY_TOKEN = "acme.verify-token";
  static final String API_TOKEN = "acme.api-token";

  private static final List<Asset> ASSETS =
      List.of(
          new Asset(Channel.WHATSAPP, PHONE_NUMBER_ID),
          new Asset(Channel.MESSENGER, "200000000000001"),
          new Asset(Channel.INSTAGRAM, "300000000000001"));

  private FirstTenant() {}

  /// Applies the tenant unless there are tenants already. Repeatable: an interrupted first start is
  /// completed by the next, with the same secrets.
  static void ensure(Map<String, Object> connection, SecretFiles secrets) throws IOException {
    try (TenantRegistry registry = TenantRegistry.open(connection)) {
      if (registry.list().isEmpty()) {
        registry.apply(List.of(describe(secrets)));
      }
    }
  }

  private static Tenant describe(SecretFiles secrets) throws IOException {
    return Tenant.of(
        ID,
        "Acme",
        new Webhooks(List.of(secrets.of(APP_SECRET)), secrets.of(VERIFY_TOKEN), ASSETS),
        null,
        null,
        List.of(),
        List.of(secrets.of(API_TOKEN)));
  }
}
