package dev.sluice.gateway;

import dev.sluice.gateway.Piece.Leaf;
import dev.sluice.gateway.Piece.Named;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Whose each part of one body is. For one body, one thread.
///
/// @param unreadableKey what the whole body is keyed by in quarantine when nobody can read it
/// @param owners asked for each leaf
record Attribution(String unreadableKey, Function<Leaf, Owner> owners) {

  /// Of a body at a tenant's own address: everything is that tenant's but what names an asset that
  /// is not. An account event, which names only a business account, is the tenant's unless another
  /// tenant claims that account.
  static Attribution own(Tenant tenant, AssetIndex index) {
    TenantId id = tenant.id();
    Owner own = new Owner.Known(id);
    Owner foreign = new Owner.Nobody(id.value(), "an asset that is not the tenant's");
    return new Attribution(
        id.value(),
        leaf -> {
          Named named = leaf.named();
          Optional<TenantId> found = index.find(named);
          boolean theirs = found.map(id::equals).orElseGet(() -> named.account() == null);
          return theirs ? own : foreign;
        });
  }

  /// Of a body at the shared address: a part is a tenant's when it names that tenant's asset and
  /// the body is signed with a secret the tenant lists. Whoever has the secret of one app can
  /// therefore not write as the customers of a tenant behind another.
  ///
  /// @param secret the one the body is signed with
  static Attribution shared(
      AssetIndex index, Tenants tenants, TenantSecrets secrets, String secret) {
    Owner nothing = nobody("no asset is named");
    Owner unknown = nobody("an asset of no tenant");
    Owner otherApp = nobody("signed by another app than that of the asset's tenant");
    Map<TenantId, Owner> seen = new HashMap<>();
    Function<TenantId, Owner> allowed =
        id ->
            tenants
                .find(id)
                .filter(tenant -> secrets.appSecrets(tenant).contains(secret))
                .<Owner>map(tenant -> new Owner.Known(id))
                .orElse(otherApp);
    return new Attribution(
        TenantId.UNKNOWN,
        leaf -> {
          if (leaf.named().isNothing()) {
            return nothing;
          }
          return index
              .find(leaf.named())
              .map(id -> seen.computeIfAbsent(id, allowed))
              .orElse(unknown);
        });
  }

  private static Owner nobody(String reason) {
    return new Owner.Nobody(TenantId.UNKNOWN, reason);
  }
}
