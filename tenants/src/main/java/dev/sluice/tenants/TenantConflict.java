package dev.sluice.tenants;

import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Tenant.Asset;
import dev.sluice.schemas.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Tenants that cannot exist side by side: the same id twice, or one asset that two of them claim.
public final class TenantConflict extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  TenantConflict(String message) {
    super(message);
  }

  /// Checks tenants against each other and against those that exist already. An existing tenant of
  /// the same id is being replaced, so it claims nothing.
  ///
  /// @throws TenantConflict for the first conflict, in the order given
  static void check(List<Tenant> tenants, Collection<Tenant> existing) {
    Set<TenantId> ids = new HashSet<>();
    for (Tenant tenant : tenants) {
      if (!ids.add(tenant.id())) {
        throw new TenantConflict("id '%s' is given twice".formatted(tenant.id()));
      }
    }
    Map<Asset, TenantId> owners = claimsOfOthers(tenants, existing);
    for (Tenant tenant : tenants) {
      for (Asset asset : tenant.webhooks().assets()) {
        TenantId owner = owners.putIfAbsent(asset, tenant.id());
        if (owner != null) {
          throw new TenantConflict(
              "asset '%s' of tenant '%s' is already claimed by tenant '%s'"
                  .formatted(name(asset), tenant.id(), owner));
        }
      }
    }
  }

  /// The claims of existing tenants that none of `tenants` replaces.
  static Map<Asset, TenantId> claimsOfOthers(List<Tenant> tenants, Collection<Tenant> existing) {
    Set<TenantId> replaced = tenants.stream().map(Tenant::id).collect(Collectors.toSet());
    Map<Asset, TenantId> owners = new HashMap<>();
    for (Tenant tenant : existing) {
      if (!replaced.contains(tenant.id())) {
        tenant.webhooks().assets().forEach(asset -> owners.put(asset, tenant.id()));
      }
    }
    return owners;
  }

  static String name(Asset asset) {
    return asset.channel().wireName() + " " + asset.id();
  }
}
