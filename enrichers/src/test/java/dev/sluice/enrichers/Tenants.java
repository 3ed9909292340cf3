package dev.sluice.enrichers;

import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.Models;
import dev.sluice.schemas.Models.Taxonomy;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import java.util.List;

/// Tenants for tests.
final class Tenants {

  static final Tenant WITHOUT_RULES = with();

  private Tenants() {}

  static Tenant with(CategoryRule... rules) {
    return named("acme", rules);
  }

  static Tenant of(Taxonomy taxonomy) {
    Tenant tenant = WITHOUT_RULES;
    return new Tenant(
        tenant.id(),
        tenant.name(),
        tenant.webhooks(),
        tenant.provider(),
        tenant.routing(),
        List.of(),
        new Models(taxonomy, null, null),
        tenant.priority(),
        tenant.apiTokens());
  }

  static Tenant named(String id, CategoryRule... rules) {
    SecretRef secret = new SecretRef("env:TEST");
    return Tenant.of(
        new TenantId(id),
        null,
        new Tenant.Webhooks(List.of(secret), secret, List.of()),
        null,
        null,
        List.of(rules),
        null);
  }
}
