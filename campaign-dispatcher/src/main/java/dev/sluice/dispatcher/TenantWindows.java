package dev.sluice.dispatcher;

import dev.sluice.schemas.TenantId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The share of each tenant's window that is this dispatcher's, as partitions come and go.
/// Thread-safe.
final class TenantWindows {

  private static final Owned NOTHING = new Owned(false, false);

  private final Map<TenantId, Owned> owned = new ConcurrentHashMap<>();

  private record Owned(boolean campaigns, boolean replies) {

    Owned with(boolean ofReplies, boolean isOwned) {
      return ofReplies ? new Owned(campaigns, isOwned) : new Owned(isOwned, replies);
    }
  }

  void gain(TenantId tenant, boolean replies) {
    owned.compute(tenant, (id, was) -> (was == null ? NOTHING : was).with(replies, true));
  }

  void cede(TenantId tenant, boolean replies) {
    owned.computeIfPresent(
        tenant,
        (id, was) -> {
          Owned left = was.with(replies, false);
          return left.equals(NOTHING) ? null : left;
        });
  }

  /// Whether the tenant's campaigns are sent here.
  boolean ownsCampaigns(TenantId tenant) {
    return owned.getOrDefault(tenant, NOTHING).campaigns();
  }

  WindowShare shareOf(TenantId tenant) {
    Owned now = owned.getOrDefault(tenant, NOTHING);
    return WindowShare.of(now.campaigns(), now.replies());
  }
}
