package dev.sluice.topology;

import dev.sluice.schemas.DeadLetterHeaders;
import dev.sluice.schemas.StageTimes;
import dev.sluice.schemas.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// The meters of the topology. Thread-safe.
///
/// They count what stages did, including what an aborted transaction takes back; exact numbers are
/// in the topics. Those of a branch are in [BranchMetrics], those of tenants in [WaitingMetrics].
///
/// | meter | what |
/// |---|---|
/// | `sluice.topology.messages`, `.statuses`, `.operator.events`, `.ignored` | elements read |
/// | `sluice.dedupe.dropped` | repetitions |
/// | `sluice.topology.admitted`, `.parked`, `.released` | messages stored, of these parked first, and let go |
/// | `sluice.topology.degraded` | released without one of the answers |
/// | `sluice.topology.turn.wait` | from the later answer to the message's turn in its conversation |
/// | `sluice.topology.over.model` | from the webhook's receipt to release, without the slower model's own time |
/// | `sluice.topology.refused` | records a broker refused |
/// | `sluice.dlq.records` | dead letters, by stage and reason |
public final class TopologyMetrics {

  private final MeterRegistry registry;
  private final WaitingMetrics waiting;
  private final Counter received;
  private final Counter admitted;
  private final Counter parked;
  private final Counter statuses;
  private final Counter operatorEvents;
  private final Counter ignored;
  private final Counter duplicates;
  private final Counter released;
  private final Counter degraded;
  private final Counter refused;
  private final Timer turnWait;
  private final Timer overModel;

  public TopologyMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.waiting = new WaitingMetrics(registry);
    this.received = registry.counter("sluice.topology.messages");
    this.admitted = registry.counter("sluice.topology.admitted");
    this.parked = registry.counter("sluice.topology.parked");
    this.statuses = registry.counter("sluice.topology.statuses");
    this.operatorEvents = registry.counter("sluice.topology.operator.events");
    this.ignored = registry.counter("sluice.topology.ignored");
    this.duplicates = registry.counter("sluice.dedupe.dropped");
    this.released = registry.counter("sluice.topology.released");
    this.degraded = registry.counter("sluice.topology.degraded");
    this.refused = registry.counter("sluice.topology.refused");
    this.turnWait = registry.timer("sluice.topology.turn.wait");
    this.overModel = registry.timer("sluice.topology.over.model");
  }

  public void received() {
    received.increment();
  }

  public void admitted() {
    admitted.increment();
  }

  /// A message was parked, which counts as admitted, too.
  public void parked() {
    parked.increment();
  }

  public void status() {
    statuses.increment();
  }

  public void operatorEvent() {
    operatorEvents.increment();
  }

  public void ignored() {
    ignored.increment();
  }

  public void duplicate() {
    duplicates.increment();
  }

  public void refusedByBroker() {
    refused.increment();
  }

  /// A message was let go, understood by both models.
  ///
  /// @param modelMicros what the slower model took
  public void released(StageTimes stages, long modelMicros) {
    released.increment();
    turnWait.record(stages.released() - stages.understood(), TimeUnit.MICROSECONDS);
    overModel.record(
        Math.max(0, stages.released() - stages.received() - modelMicros), TimeUnit.MICROSECONDS);
  }

  /// A message was let go without one of its answers.
  public void releasedDegraded() {
    released.increment();
    degraded.increment();
  }

  public void deadLetter(String stage, DeadLetterHeaders.Reason reason) {
    String tag = reason.name().toLowerCase(Locale.ROOT);
    registry.counter("sluice.dlq.records", "stage", stage, "reason", tag).increment();
  }

  /// The gauges of a tenant that is about to have something waiting.
  public TenantGauges gaugesOf(TenantId tenant) {
    return waiting.of(tenant);
  }

  /// The meters of a branch.
  public BranchMetrics branch(String name) {
    return new BranchMetrics(registry, name);
  }
}
