package dev.sluice.dispatcher;

import dev.sluice.lanes.LaneLimits;
import dev.sluice.lanes.Rate;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import java.util.Optional;

/// What each tenant's lane may do here while its provider takes everything: the tenant's settings
/// as they are now, and of that the part this dispatcher owns. What answers leave of it is in
/// [LaneGates].
final class LaneSettings {

  /// The lane of a tenant without a provider carries its dead letters only.
  private static final LaneLimits WITHOUT_PROVIDER = LaneLimits.window(4);

  /// Windows in hand per partition before reading stops, see [PartitionPause], and one more for
  /// requests that submit themselves again.
  private static final int WINDOWS_QUEUED = 5;

  /// A tenant has a partition of campaigns and one of replies.
  private static final int PARTITIONS = 2;

  /// A tenth of a second's worth may begin at once: a rate of 80 is then 88 in the first second.
  private static final double BURST_SECONDS = 0.1;

  private final Tenants tenants;
  private final int reservedForReplies;
  private final TenantWindows windows;

  LaneSettings(Tenants tenants, int reservedForReplies, TenantWindows windows) {
    this.tenants = tenants;
    this.reservedForReplies = reservedForReplies;
    this.windows = windows;
  }

  /// Requests that this dispatcher may have under way for a tenant.
  int permitsOf(TenantId tenant) {
    return shareOf(tenant).window();
  }

  LaneLimits shareOf(TenantId tenant) {
    return provider(tenant)
        .map(this::limits)
        .map(windows.shareOf(tenant)::of)
        .orElse(WITHOUT_PROVIDER);
  }

  /// The tenant's whole window, by which its backlog in hand is measured.
  int windowOf(TenantId tenant) {
    return provider(tenant).map(Tenant.Provider::maxInFlight).orElse(WITHOUT_PROVIDER.window());
  }

  private LaneLimits limits(Tenant.Provider provider) {
    int window = provider.maxInFlight();
    double perSecond = provider.ratePerSecond();
    Rate rate = new Rate(perSecond, Math.max(1, (int) (perSecond * BURST_SECONDS)));
    int queued = PARTITIONS * (WINDOWS_QUEUED * window + KafkaClients.POLL_RECORDS_MAX);
    return new LaneLimits(window, queued, Math.min(reservedForReplies, window - 1), rate);
  }

  private Optional<Tenant.Provider> provider(TenantId tenant) {
    return tenants.find(tenant).map(Tenant::provider);
  }
}
