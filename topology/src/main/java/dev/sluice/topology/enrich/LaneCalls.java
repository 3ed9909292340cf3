package dev.sluice.topology.enrich;

import dev.sluice.lanes.Admission;
import dev.sluice.lanes.LaneLimits;
import dev.sluice.lanes.Lanes;
import dev.sluice.lanes.TotalLimit;
import dev.sluice.lanes.Work;
import dev.sluice.schemas.TenantId;

/// Model calls on lanes: round robin between tenants, none of which may hold more than three
/// quarters of the permits. Shared by all stream threads of the process, for fairness between
/// tenants does not end at a partition.
public final class LaneCalls implements ModelCalls, AutoCloseable {

  /// Calls a tenant may have queued here. What exceeds it waits in the branch as a position of 16
  /// bytes and in the store, so this only has to keep the permits busy between two looks of the
  /// stream thread: 4 times the largest sensible number of permits.
  static final int QUEUED_MAX = 256;

  private final Lanes<TenantId> lanes;

  /// @param name of the branch, for its threads
  /// @param permits calls under way at once, over all tenants
  public LaneCalls(String name, int permits) {
    TotalLimit total = TotalLimit.of(permits);
    LaneLimits limits = LaneLimits.window(total.perLane()).withQueued(QUEUED_MAX);
    this.lanes = Lanes.open(name, tenant -> limits, total);
  }

  @Override
  public boolean trySubmit(TenantId tenant, ModelCall<?> call) {
    return switch (lanes.submit(tenant, Work.of(call))) {
      case Admission.Accepted accepted -> true;
      case Admission.LaneFull full -> false;
      case Admission.Draining draining -> false;
    };
  }

  /// Interrupts what runs. What was waiting is still pending in the store.
  @Override
  public void close() {
    lanes.close();
  }
}
