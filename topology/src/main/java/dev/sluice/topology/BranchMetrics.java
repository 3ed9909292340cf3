package dev.sluice.topology;

import dev.sluice.schemas.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The meters of one branch. Thread-safe; a meter is looked up in the registry once.
///
/// | meter | what |
/// |---|---|
/// | `sluice.enrichment.outcome` | messages that left the branch, by outcome; what is not `answered` is degraded |
/// | `sluice.enrichment.calls` | calls, by outcome: a message may take several |
/// | `sluice.enrichment.handoff` | from an answer to the stream thread's taking it |
/// | `sluice.enrichment.permit.wait` | from a call's submission to its turn, by tenant |
public final class BranchMetrics {

  /// Tenants with a timer of their own; more share one, for each timer is a handful of time series.
  private static final int TENANTS_MAX = 1_000;

  /// The tag of the tenants beyond.
  private static final String OTHERS = "(others)";

  private final MeterRegistry registry;
  private final String branch;
  private final Timer handoff;
  private final Map<Enum<?>, Counter> outcomes = new ConcurrentHashMap<>();
  private final Map<Enum<?>, Counter> calls = new ConcurrentHashMap<>();
  private final Map<TenantId, Timer> permitWaits = new ConcurrentHashMap<>();

  BranchMetrics(MeterRegistry registry, String branch) {
    this.registry = registry;
    this.branch = branch;
    this.handoff = registry.timer("sluice.enrichment.handoff", "kind", branch);
  }

  /// A message has left the branch.
  ///
  /// @param outcome how: by an answer, or without one
  public void left(Enum<?> outcome) {
    outcomes.computeIfAbsent(outcome, it -> counter("sluice.enrichment.outcome", it)).increment();
  }

  /// A call has ended.
  public void called(Enum<?> outcome) {
    calls.computeIfAbsent(outcome, it -> counter("sluice.enrichment.calls", it)).increment();
  }

  /// The stream thread took an answer, so many nanoseconds after it was there.
  public void handedOff(long nanos) {
    handoff.record(nanos, TimeUnit.NANOSECONDS);
  }

  /// A call had waited for its turn, for so many nanoseconds.
  public void waitedForPermit(TenantId tenant, long nanos) {
    Timer timer = permitWaits.get(tenant);
    if (timer == null) {
      timer = permitWaits.computeIfAbsent(tenant, this::permitWait);
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer permitWait(TenantId tenant) {
    String tag = permitWaits.size() < TENANTS_MAX ? tenant.value() : OTHERS;
    return registry.timer("sluice.enrichment.permit.wait", "kind", branch, "tenant", tag);
  }

  private Counter counter(String name, Enum<?> outcome) {
    String tag = outcome.name().toLowerCase(Locale.ROOT);
    return registry.counter(name, "kind", branch, "outcome", tag);
  }
}
