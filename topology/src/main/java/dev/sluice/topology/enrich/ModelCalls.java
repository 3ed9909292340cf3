package dev.sluice.topology.enrich;

import dev.sluice.enrichers.Endpoint;
import dev.sluice.schemas.TenantId;
import java.util.Optional;

/// Where model calls run: beside the stream thread, fairly between tenants.
///
/// The production one is [LaneCalls]; tests and replay bring one that runs calls when they say so,
/// which makes the topology deterministic.
public interface ModelCalls {

  /// Takes a call to run it as soon as it is the tenant's turn. Never blocks and never runs the
  /// call on the calling thread.
  ///
  /// @param endpoint where the call goes; empty for a model inside this process
  /// @return false when the tenant's queue is full and nothing was taken
  boolean trySubmit(TenantId tenant, Optional<Endpoint> endpoint, ModelCall<?> call);
}
