package dev.sluice.dispatcher;

import dev.sluice.lanes.LaneLimits;
import dev.sluice.schemas.TenantId;

/// Something that a provider's answers do to what its tenant's lane may do: gates stand in a row,
/// each takes away from what the one before it leaves. Thread-safe.
interface LaneGate {

  /// What is left of a tenant's limits; the queue stays as it is.
  LaneLimits limits(TenantId tenant, LaneLimits limits);

  /// At most so many permits of those limits, and no more kept for replies than makes sense then.
  static LaneLimits narrowed(LaneLimits limits, int permits) {
    if (permits >= limits.window()) {
      return limits;
    }
    int reserved = Math.min(limits.reservedForInteractive(), permits - 1);
    return new LaneLimits(permits, limits.queued(), reserved, limits.rate());
  }
}
