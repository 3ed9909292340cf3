package dev.sluice.launcher;

import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.Models;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Tenant.Webhooks;
import dev.sluice.schemas.TenantId;
import java.util.List;

/// A tenant that exists only for one command: it receives and sends nothing.
final class PlainTenant {

  /// No webhook of it is ever verified.
  private static final SecretRef NO_SECRET = new SecretRef("env:NOT_USED_BY_THIS_COMMAND");

  private PlainTenant() {}

  /// A tenant with everything as it ships.
  static Tenant of(TenantId id) {
    return of(id, Models.DEFAULT, List.of());
  }

  /// @param categories its own; none means those that `models` names
  static Tenant of(TenantId id, Models models, List<CategoryRule> categories) {
    return Tenant.of(
        id,
        null,
        new Webhooks(List.of(NO_SECRET), NO_SECRET, List.of()),
        null,
        null,
        categories,
        models,
        null,
        List.of());
  }
}
