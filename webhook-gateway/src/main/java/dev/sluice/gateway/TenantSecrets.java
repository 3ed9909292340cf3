package dev.sluice.gateway;

import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.tenants.SecretUnavailable;
import dev.sluice.tenants.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The secrets of a tenant that can be resolved here. Thread-safe.
///
/// A reference that cannot be resolved is logged when that begins and when it ends, not each time:
/// anybody may post to an address, and nobody should fill a disk that way.
final class TenantSecrets {

  private static final Logger LOG = LoggerFactory.getLogger(TenantSecrets.class);

  private final Secrets secrets;

  /// At most what the known tenants refer to.
  private final Set<SecretRef> missing = ConcurrentHashMap.newKeySet();

  TenantSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  /// Any of these may have signed; while one is being rotated, another may be missing.
  List<String> appSecrets(Tenant tenant) {
    return resolved(tenant, tenant.webhooks().appSecrets());
  }

  /// The token of the handshake; empty or one.
  List<String> verifyToken(Tenant tenant) {
    return resolved(tenant, List.of(tenant.webhooks().verifyToken()));
  }

  private List<String> resolved(Tenant tenant, List<SecretRef> references) {
    List<String> values = new ArrayList<>(references.size());
    for (SecretRef reference : references) {
      try {
        values.add(secrets.resolve(reference));
        found(tenant, reference);
      } catch (SecretUnavailable e) {
        lost(tenant, reference, e);
      }
    }
    return values;
  }

  private void found(Tenant tenant, SecretRef reference) {
    if (!missing.isEmpty() && missing.remove(reference)) {
      LOG.atInfo().addKeyValue("tenant", tenant.id()).log("a secret can be resolved again");
    }
  }

  private void lost(Tenant tenant, SecretRef reference, SecretUnavailable e) {
    if (missing.add(reference)) {
      LOG.atError()
          .addKeyValue("tenant", tenant.id())
          .addKeyValue("reason", e.getMessage())
          .log("a secret cannot be resolved");
    }
  }
}
