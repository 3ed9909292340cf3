package dev.sluice.topology;

import dev.sluice.schemas.DeadLetterHeaders;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/// The counters of the topology. Thread-safe.
///
/// They count what stages did, including what an aborted transaction takes back; exact numbers are
/// in the topics.
public final class TopologyMetrics {

  private final MeterRegistry registry;
  private final Counter received;
  private final Counter admitted;
  private final Counter statuses;
  private final Counter ignored;
  private final Counter duplicates;
  private final Counter released;

  public TopologyMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.received = registry.counter("sluice.topology.messages");
    this.admitted = registry.counter("sluice.topology.admitted");
    this.statuses = registry.counter("sluice.topology.statuses");
    this.ignored = registry.counter("sluice.topology.ignored");
    this.duplicates = registry.counter("sluice.dedupe.dropped");
    this.released = registry.counter("sluice.topology.released");
  }

  public void received() {
    received.increment();
  }

  public void admitted() {
    admitted.increment();
  }

  public void status() {
    statuses.increment();
  }

  public void ignored() {
    ignored.increment();
  }

  public void duplicate() {
    duplicates.increment();
  }

  public void released() {
    released.increment();
  }

  public void rejected(DeadLetterHeaders.Reason reason) {
    registry.counter("sluice.dlq.records", "stage", "parse", "reason", lower(reason)).increment();
  }

  /// A message has left a branch.
  ///
  /// @param outcome how: by an answer, or without one
  public void answered(String branch, Enum<?> outcome) {
    registry
        .counter("sluice.enrichment.outcome", "kind", branch, "outcome", lower(outcome))
        .increment();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
