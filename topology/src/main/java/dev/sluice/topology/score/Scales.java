package dev.sluice.topology.score;

import dev.sluice.schemas.Models.Taxonomy;
import dev.sluice.schemas.PriorityRules;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The scale of each tenant, compiled once per change of its settings. Thread-safe.
final class Scales {

  /// Tenants whose scale is kept. The shipped rules take 60 KB compiled, so these are 120 MB if
  /// every tenant had its own; a tenant beyond them has its scale compiled for every message, which
  /// takes less than a millisecond.
  static final int TENANTS_KEPT = 2_000;

  /// Rules and taxonomy are what was compiled, to notice that a tenant has changed it.
  private record Kept(PriorityRules rules, Taxonomy taxonomy, Scale scale) {

    boolean isOf(Tenant tenant) {
      return taxonomy == tenant.models().taxonomy() && rules.equals(tenant.priority());
    }
  }

  private final Map<TenantId, Kept> kept = new ConcurrentHashMap<>();

  Scale of(Tenant tenant) {
    Kept known = kept.get(tenant.id());
    if (known != null && known.isOf(tenant)) {
      return known.scale();
    }
    Scale scale = Scale.of(tenant);
    if (known != null || kept.size() < TENANTS_KEPT) {
      kept.put(tenant.id(), new Kept(tenant.priority(), tenant.models().taxonomy(), scale));
    }
    return scale;
  }

  int size() {
    return kept.size();
  }
}
