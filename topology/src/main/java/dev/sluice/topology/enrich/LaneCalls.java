package dev.sluice.topology.enrich;

import dev.sluice.enrichers.Endpoint;
import dev.sluice.lanes.Admission;
import dev.sluice.lanes.LaneLimits;
import dev.sluice.lanes.Lanes;
import dev.sluice.lanes.TotalLimit;
import dev.sluice.lanes.Work;
import dev.sluice.schemas.TenantId;
import java.util.Optional;

/// Model calls on lanes: round robin between tenants, none of which may hold more than three
/// quarters of the permits. Shared by all stream threads of the process, for fairness between
/// tenants does not end at a partition.
///
/// Calls to models inside the process share the process's permits. Each remote endpoint has lanes
/// of its own: one that is stuck holds its own permits and nobody else's.
public final class LaneCalls implements ModelCalls, AutoCloseable {

  /// Calls a tenant may have queued here. What exceeds it waits in the branch as a position of 16
  /// bytes and in the store, so this only has to keep the permits busy between two looks of the
  /// stream thread: 4 times the largest sensible number of permits.
  static final int QUEUED_MAX = 256;

  private final Lanes<TenantId> inProcess;
  private final EndpointLanes remote;

  /// @param name of the branch, for its threads
  /// @param permits calls to models inside the process under way at once, over all tenants
  public LaneCalls(String name, int permits) {
    TotalLimit total = TotalLimit.of(permits);
    LaneLimits limits = LaneLimits.window(total.perLane()).withQueued(QUEUED_MAX);
    this.inProcess = Lanes.open(name, tenant -> limits, total);
    this.remote = new EndpointLanes(name);
  }

  @Override
  public boolean trySubmit(TenantId tenant, Optional<Endpoint> endpoint, ModelCall<?> call) {
    Optional<Lanes<TenantId>> lanes =
        endpoint.isEmpty() ? Optional.of(inProcess) : remote.of(endpoint.get());
    return lanes.isPresent() && taken(lanes.get().submit(tenant, Work.of(call)));
  }

  /// Interrupts what runs. What was waiting is still pending in the store.
  @Override
  public void close() {
    inProcess.close();
    remote.close();
  }

  /// How many endpoints have lanes.
  int endpoints() {
    return remote.size();
  }

  /// Lanes that have just been closed take nothing; the next look finds others.
  private static boolean taken(Admission admission) {
    return switch (admission) {
      case Admission.Accepted accepted -> true;
      case Admission.LaneFull full -> false;
      case Admission.Draining draining -> false;
    };
  }
}
