package dev.sluice.gateway;

import dev.sluice.gateway.Piece.Named;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Tenant.Asset;
import dev.sluice.schemas.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which tenant an asset is of, and which tenants share apps, as of one moment. Immutable.
final class AssetIndex {

  private static final Logger LOG = LoggerFactory.getLogger(AssetIndex.class);

  /// Apps that share one address. Each costs an HMAC of an unsigned body, 10 ms for the largest on
  /// a slow machine: at most 0.7 s.
  private static final int SHARED_APPS_MAX = 64;

  /// An empty value is an asset that several tenants claim: nobody's, until one lets go.
  private final Map<Asset, Optional<TenantId>> byAsset = new HashMap<>();

  /// The same for whoever does not say which channel it is, or says the wrong one: Meta's own pages
  /// send Instagram's events under either name, and its ids are unique over all channels.
  private final Map<String, Optional<TenantId>> byId = new HashMap<>();

  private final List<Tenant> sharedApps;

  AssetIndex(Collection<Tenant> tenants) {
    Map<List<?>, Tenant> apps = new LinkedHashMap<>();
    for (Tenant tenant : tenants) {
      for (Asset asset : tenant.webhooks().assets()) {
        claim(byAsset, asset, tenant.id());
        claim(byId, asset.id(), tenant.id());
      }
      if (tenant.webhooks().sharedApp()) {
        apps.putIfAbsent(
            List.of(tenant.webhooks().appSecrets(), tenant.webhooks().verifyToken()), tenant);
      }
    }
    if (apps.size() > SHARED_APPS_MAX) {
      LOG.atError()
          .addKeyValue("reason", "%d shared apps".formatted(apps.size()))
          .log("only the first {} are served at the shared address", SHARED_APPS_MAX);
    }
    sharedApps = apps.values().stream().limit(SHARED_APPS_MAX).toList();
  }

  /// The tenant of the account, else of the business account it is in.
  Optional<TenantId> find(Named named) {
    return find(named.channel(), named.account()).or(() -> find(named.channel(), named.business()));
  }

  /// One tenant of each shared app, to speak for its secrets.
  List<Tenant> sharedApps() {
    return sharedApps;
  }

  private Optional<TenantId> find(@Nullable Channel channel, @Nullable String id) {
    if (id == null) {
      return Optional.empty();
    }
    Optional<TenantId> exact = channel == null ? null : byAsset.get(new Asset(channel, id));
    return exact != null ? exact : byId.getOrDefault(id, Optional.empty());
  }

  private static <K> void claim(Map<K, Optional<TenantId>> claims, K asset, TenantId tenant) {
    claims.merge(
        asset,
        Optional.of(tenant),
        (one, other) -> one.equals(other) ? one : Optional.<TenantId>empty());
  }
}
