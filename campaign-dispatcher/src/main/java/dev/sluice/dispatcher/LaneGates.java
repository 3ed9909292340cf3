package dev.sluice.dispatcher;

import dev.sluice.lanes.LaneLimits;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// What providers' answers leave of what tenants' lanes may do: of the share of the window, what
/// adapting to throttles leaves; of that, what a breaker leaves; of that, what a refused account
/// leaves. Thread-safe.
final class LaneGates {

  /// Clocks of throttled tenants above which those that have run out are forgotten.
  private static final int SWEEP_ABOVE = 1_000;

  private final Function<TenantId, LaneLimits> share;
  private final TenantStops stops;
  private final ProviderBreakers breakers;
  private final AdaptiveWindows adaptive;
  private final LongSupplier nanos;
  private final List<LaneGate> inOrder;
  private final Map<TenantId, Instant> throttled = new ConcurrentHashMap<>();

  /// @param share what a tenant's lane may do here when its provider takes everything
  /// @param nanos a clock that a change of the time of day does not move
  LaneGates(
      Function<TenantId, LaneLimits> share,
      Tenants tenants,
      TenantStops stops,
      ProviderBreakers breakers,
      LongSupplier nanos) {
    this.share = share;
    this.stops = stops;
    this.breakers = breakers;
    this.adaptive = new AdaptiveWindows(tenants, tenant -> share.apply(tenant).window());
    this.nanos = nanos;
    this.inOrder = List.of(adaptive, breakers, stops);
  }

  /// What an answer means for its tenant's lane.
  ///
  /// @param changed whether the lane's limits are others than before
  /// @param rest how long nothing is to begin from now on
  record Effect(boolean changed, Duration rest) {}

  /// One of the things that narrow a lane, as people who watch it call them.
  enum Gate {
    STOPPED,
    THROTTLED,
    BREAKER,
    ADAPTIVE
  }

  /// What the tenant's lane may do now.
  LaneLimits limitsOf(TenantId tenant) {
    LaneLimits limits = share.apply(tenant);
    for (LaneGate gate : inOrder) {
      limits = gate.limits(tenant, limits);
    }
    return limits;
  }

  /// Whether a request may begin. One that may is owed to [#note] or to [#abandoned].
  boolean mayBegin(TenantId tenant) {
    return breakers.mayBegin(tenant);
  }

  /// Notes what came of a request.
  Effect note(TenantId tenant, ProviderAnswer answer, Instant now) {
    boolean stopped = stops.note(tenant, answer, now);
    boolean adapted = adaptive.note(tenant, answer, nanos.getAsLong());
    return breakers
        .note(tenant, answer)
        .map(change -> new Effect(true, change.rest()))
        .orElseGet(() -> new Effect(stopped || adapted, Duration.ZERO));
  }

  /// Notes that a request ended without an answer of any kind.
  void abandoned(TenantId tenant) {
    breakers.abandoned(tenant);
  }

  /// Notes that a tenant's number may not send until then.
  void throttled(TenantId tenant, Instant until, Instant now) {
    if (throttled.size() > SWEEP_ABOVE) {
      throttled.values().removeIf(it -> it.isBefore(now));
    }
    throttled.merge(tenant, until, (a, b) -> a.isAfter(b) ? a : b);
  }

  /// How long the tenant's number may not send yet, as far as its provider has said.
  Duration throttledFor(TenantId tenant, Instant now) {
    Instant until = throttled.getOrDefault(tenant, now);
    return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
  }

  boolean isProviderDown(TenantId tenant) {
    return breakers.isOpen(tenant);
  }

  /// Whether that gate narrows the tenant's lane now.
  boolean isNarrowing(Gate gate, TenantId tenant, Instant now) {
    return switch (gate) {
      case STOPPED -> stops.isStopped(tenant);
      case THROTTLED -> throttledFor(tenant, now).isPositive();
      case BREAKER -> breakers.isOpen(tenant);
      case ADAPTIVE -> adaptive.isNarrowed(tenant);
    };
  }

  TenantStops stops() {
    return stops;
  }
}
