package dev.sluice.tenants;

import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Tenants that never change.
final class FixedTenants implements Tenants {

  private final Map<TenantId, Tenant> byId = new TreeMap<>();

  FixedTenants(Collection<Tenant> tenants) {
    tenants.forEach(tenant -> byId.put(tenant.id(), tenant));
  }

  @Override
  public Optional<Tenant> find(TenantId id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public List<Tenant> all() {
    return List.copyOf(byId.values());
  }

  @Override
  public long revision() {
    return 0;
  }
}
