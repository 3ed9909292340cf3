package dev.sluice.dispatcher;

import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.lanes.LaneLimits;
import dev.sluice.lanes.Rate;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The tenants whose account or credential is refused, and why, as far as this process has seen.
/// Thread-safe.
final class TenantStops implements LaneGate {

  private static final double MILLIS_PER_SECOND = 1e3;

  private final Duration interval;
  private final Rate probes;
  private final Map<TenantId, Stop> stops = new ConcurrentHashMap<>();

  /// @param interval between two probes, at least 1 ms
  TenantStops(Duration interval) {
    this.interval = interval;
    this.probes = new Rate(MILLIS_PER_SECOND / interval.toMillis(), 1);
  }

  /// @param code the provider's of the first refusal
  /// @param open whether the lane goes at its usual pace until the next refusal
  private record Stop(String code, Instant since, boolean open) {}

  Duration interval() {
    return interval;
  }

  /// Notes what came of a request of that tenant.
  ///
  /// @return whether the tenant is stopped or goes on since this answer
  boolean note(TenantId tenant, ProviderAnswer answer, Instant now) {
    return switch (answer) {
      case TenantStopped(String code, String _) -> refused(tenant, code, now);
      case ProviderAnswer.Accepted _,
          ProviderAnswer.RecipientBusy _,
          ProviderAnswer.CampaignStopped _,
          ProviderAnswer.Refused _ ->
          stops.remove(tenant) != null;
      // These need not have come as far as the account.
      case ProviderAnswer.Transient _, ProviderAnswer.Throttled _, ProviderAnswer.InDoubt _ ->
          false;
    };
  }

  private boolean refused(TenantId tenant, String code, Instant now) {
    Stop stop = stops.putIfAbsent(tenant, new Stop(code, now, false));
    if (stop == null) {
      return true;
    }
    Stop closed = new Stop(stop.code(), stop.since(), false);
    return stop.open() && stops.replace(tenant, stop, closed);
  }

  /// Lets a stopped tenant's lane go at its usual pace until the next refusal.
  ///
  /// @return whether that is a change
  boolean open(TenantId tenant) {
    Stop stop = stops.get(tenant);
    return stop != null
        && !stop.open()
        && stops.replace(tenant, stop, new Stop(stop.code(), stop.since(), true));
  }

  /// As it would without a stop, or one probe at a time.
  @Override
  public LaneLimits limits(TenantId tenant, LaneLimits limits) {
    Stop stop = stops.get(tenant);
    return stop == null || stop.open() ? limits : new LaneLimits(1, limits.queued(), 0, probes);
  }

  boolean isStopped(TenantId tenant) {
    return stops.containsKey(tenant);
  }

  /// Whether the tenant has been stopped for so long that a probe was refused as well.
  boolean lasts(TenantId tenant, Instant now) {
    Stop stop = stops.get(tenant);
    return stop != null && !now.isBefore(stop.since().plus(interval));
  }

  /// The tenants that are stopped now, with the provider's code of the first refusal.
  Map<TenantId, String> all() {
    return stops.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> it.getValue().code()));
  }
}
