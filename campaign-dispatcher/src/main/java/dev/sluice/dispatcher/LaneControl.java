package dev.sluice.dispatcher;

import dev.sluice.lanes.Lanes;
import dev.sluice.schemas.TenantId;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/// What the owner of partitions may ask about and do to a tenant's lane.
///
/// @param permits requests the tenant may have under way here: its share of the window
/// @param inFlight requests it has under way or is just beginning
/// @param refresh makes a changed share count for what waits in the lane
record LaneControl(
    ToIntFunction<TenantId> permits, ToIntFunction<TenantId> inFlight, Consumer<TenantId> refresh) {

  static LaneControl of(ToIntFunction<TenantId> permits, Lanes<TenantId> lanes) {
    return new LaneControl(permits, tenant -> lanes.stats(tenant).inFlight(), lanes::refresh);
  }

  /// Whether the tenant keeps to its share, nothing that is just beginning left out.
  boolean isWithinShare(TenantId tenant) {
    return inFlight.applyAsInt(tenant) <= permits.applyAsInt(tenant);
  }
}
