package dev.sluice.topology.replay;

import dev.sluice.enrichers.Endpoint;
import dev.sluice.lanes.Admission;
import dev.sluice.lanes.LaneLimits;
import dev.sluice.lanes.LaneSchedule;
import dev.sluice.lanes.Start;
import dev.sluice.lanes.TotalLimit;
import dev.sluice.lanes.WorkTraits;
import dev.sluice.schemas.TenantId;
import dev.sluice.topology.enrich.ModelCall;
import dev.sluice.topology.enrich.ModelCalls;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/// Model calls in virtual time: the same lanes as in production decide whose turn it is, and a call
/// takes as long as it is told to. Every model is one inside the process, for a recording knows no
/// endpoints. Deterministic; for one thread.
final class VirtualCalls implements ModelCalls {

  /// Calls of one tenant waiting in its lane; more wait in the branch, as in production.
  private static final int QUEUED_MAX = 256;

  /// Spreads latencies over ±25 % of the given one: a multiplicative hash of the call's number.
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private record Landing(long atNanos, long number, Start<TenantId, ModelCall<?>> start) {}

  private final LaneSchedule<TenantId, ModelCall<?>> schedule;
  private final long latencyNanos;
  private final PriorityQueue<Landing> landings =
      new PriorityQueue<>(
          Comparator.comparingLong(Landing::atNanos).thenComparing(Landing::number));
  private long nowNanos;
  private long calls;
  private int peak;

  VirtualCalls(Duration latency, int permits) {
    TotalLimit total = TotalLimit.of(permits);
    LaneLimits limits = LaneLimits.window(total.perLane()).withQueued(QUEUED_MAX);
    this.schedule = new LaneSchedule<>(tenant -> limits, total);
    this.latencyNanos = latency.toNanos();
  }

  @Override
  public boolean trySubmit(TenantId tenant, Optional<Endpoint> endpoint, ModelCall<?> call) {
    Admission admission = schedule.offer(tenant, call, WorkTraits.bulk(), nowNanos);
    begin();
    return admission instanceof Admission.Accepted;
  }

  /// Lets time pass until `untilNanos`, answering what is due on the way.
  void advance(long untilNanos) {
    while (!landings.isEmpty() && landings.peek().atNanos() <= untilNanos) {
      Landing landing = landings.remove();
      nowNanos = landing.atNanos();
      landing.start().work().answer();
      schedule.finish(landing.start());
      begin();
    }
    nowNanos = untilNanos;
  }

  /// Calls made so far.
  long calls() {
    return calls;
  }

  /// The most calls that were under way at once.
  int peak() {
    return peak;
  }

  private void begin() {
    for (Start<TenantId, ModelCall<?>> start = schedule.next(nowNanos);
        start != null;
        start = schedule.next(nowNanos)) {
      start.work().begin();
      landings.add(new Landing(nowNanos + latency(calls), calls, start));
      calls++;
      peak = Math.max(peak, landings.size());
    }
  }

  private long latency(long number) {
    double unit = ((number * SPREAD) >>> 11) * 0x1.0p-53;
    return (long) (latencyNanos * (0.75 + 0.5 * unit));
  }
}
