package dev.sluice.dispatcher;

import dev.sluice.lanes.LaneLimits;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/// The adaptive windows of tenants whose provider has throttled them, where their settings ask for
/// it. Memory holds those that are below their share. Thread-safe.
final class AdaptiveWindows implements LaneGate {

  private final Tenants tenants;
  private final ToIntFunction<TenantId> shareOf;
  private final Map<TenantId, AdaptiveWindow> windows = new ConcurrentHashMap<>();

  /// @param shareOf permits of a tenant here when nothing narrows them
  AdaptiveWindows(Tenants tenants, ToIntFunction<TenantId> shareOf) {
    this.tenants = tenants;
    this.shareOf = shareOf;
  }

  /// Notes what came of a request.
  ///
  /// @return whether the tenant's permits have changed
  boolean note(TenantId tenant, ProviderAnswer answer, long nowNanos) {
    return switch (answer) {
      case ProviderAnswer.Throttled _ -> isAdaptive(tenant) && halve(tenant, nowNanos);
      case ProviderAnswer.Accepted _ -> windows.containsKey(tenant) && grow(tenant);
      case ProviderAnswer.Transient _,
          ProviderAnswer.RecipientBusy _,
          ProviderAnswer.TenantStopped _,
          ProviderAnswer.CampaignStopped _,
          ProviderAnswer.Refused _,
          ProviderAnswer.InDoubt _ ->
          false;
    };
  }

  private boolean halve(TenantId tenant, long nowNanos) {
    AdaptiveWindow before = windows.get(tenant);
    AdaptiveWindow after =
        windows.compute(
            tenant,
            (id, was) ->
                was == null
                    ? AdaptiveWindow.halved(shareOf.applyAsInt(id), nowNanos)
                    : was.throttled(nowNanos));
    return before == null || before.permits() != after.permits();
  }

  /// A window as large as its share is forgotten, and so is one that is not wanted any more.
  private boolean grow(TenantId tenant) {
    int share = shareOf.applyAsInt(tenant);
    AdaptiveWindow before = windows.get(tenant);
    AdaptiveWindow after =
        windows.computeIfPresent(
            tenant,
            (id, was) -> {
              AdaptiveWindow grown = was.accepted(share);
              return grown.permits() < share && isAdaptive(id) ? grown : null;
            });
    return before != null && (after == null || before.permits() != after.permits());
  }

  /// Whether a tenant's window is below its share.
  boolean isNarrowed(TenantId tenant) {
    return windows.containsKey(tenant);
  }

  @Override
  public LaneLimits limits(TenantId tenant, LaneLimits limits) {
    AdaptiveWindow window = windows.get(tenant);
    return window == null ? limits : LaneGate.narrowed(limits, window.permits());
  }

  private boolean isAdaptive(TenantId tenant) {
    return tenants.find(tenant).map(Tenant::provider).filter(Tenant.Provider::adaptive).isPresent();
  }
}
