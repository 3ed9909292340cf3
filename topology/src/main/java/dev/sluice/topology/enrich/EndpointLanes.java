package dev.sluice.topology.enrich;

import dev.sluice.enrichers.Endpoint;
import dev.sluice.lanes.LaneLimits;
import dev.sluice.lanes.LaneStats;
import dev.sluice.lanes.Lanes;
import dev.sluice.lanes.TotalLimit;
import dev.sluice.schemas.TenantId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Lanes for each remote endpoint of a branch, opened with the first call to it. Thread-safe.
final class EndpointLanes implements AutoCloseable {

  /// Endpoints with lanes at once; each costs a thread of its own for the timer. Beyond it the one
  /// unused for longest is closed, provided nothing of it is under way.
  static final int ENDPOINTS_MAX = 256;

  private final String name;
  private final int endpointsMax;

  /// From the one unused for longest to the one used last.
  private final SequencedMap<Endpoint, Lanes<TenantId>> lanes =
      new LinkedHashMap<>(16, 0.75f, true);

  private boolean closed;

  EndpointLanes(String name) {
    this(name, ENDPOINTS_MAX);
  }

  EndpointLanes(String name, int endpointsMax) {
    this.name = name;
    this.endpointsMax = endpointsMax;
  }

  /// The lanes of an endpoint; empty when as many others as may have lanes are all busy.
  synchronized Optional<Lanes<TenantId>> of(Endpoint endpoint) {
    Lanes<TenantId> known = lanes.get(endpoint);
    if (known != null) {
      return Optional.of(known);
    }
    if (closed || (lanes.size() >= endpointsMax && !closeAnIdleOne())) {
      return Optional.empty();
    }
    Lanes<TenantId> opened = open(endpoint);
    lanes.put(endpoint, opened);
    return Optional.of(opened);
  }

  synchronized int size() {
    return lanes.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    lanes.values().forEach(Lanes::close);
    lanes.clear();
  }

  /// A tenant's window is the endpoint's; the total leaves room for others behind the same one.
  static TotalLimit total(Endpoint endpoint) {
    return TotalLimit.of(
        (int) Math.min(1_000_000, Math.ceil(endpoint.maxInFlight() / TotalLimit.DEFAULT_SHARE)));
  }

  private Lanes<TenantId> open(Endpoint endpoint) {
    LaneLimits limits = LaneLimits.window(endpoint.maxInFlight()).withQueued(LaneCalls.QUEUED_MAX);
    return Lanes.open(name + "@" + endpoint.name(), tenant -> limits, total(endpoint));
  }

  private boolean closeAnIdleOne() {
    Iterator<Map.Entry<Endpoint, Lanes<TenantId>>> oldestFirst = lanes.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Lanes<TenantId> candidate = oldestFirst.next().getValue();
      LaneStats stats = candidate.totals();
      if (stats.queued() == 0 && stats.inFlight() == 0) {
        oldestFirst.remove();
        candidate.close();
        return true;
      }
    }
    return false;
  }
}
