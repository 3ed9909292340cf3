package dev.sluice.benchmarks.enrichment;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Spread;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.Target;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Fifty messages of one customer at once, with models of 800 ms: when the last is in the inbox,
/// here and in the designs this one replaces. Every design gets the same messages with the same
/// call times.
final class BurstPart implements EnrichmentScenario.Part {

  private static final int MESSAGES = 50;

  /// What the tenant's models take at once: all 50.
  private static final int MAX_IN_FLIGHT = 64;

  private static final double LAST_SECONDS = 0.9;
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  /// Sent before, so that no design pays for its first steps.
  private static final int WARM_UPS = 20;

  private static final TenantId TENANT = BenchTenants.numbered(0);

  @Override
  public String name() {
    return "burst";
  }

  @Override
  public Findings measure(Conditions conditions, RunningTopology.Site site) throws Exception {
    List<Plan> bursts =
        IntStream.range(0, conditions.rounds())
            .mapToObj(round -> Plan.burst("burst-" + round, TENANT, MESSAGES, 1, CallTimes.SLOW))
            .toList();
    List<Double> seconds = new ArrayList<>();
    Correctness correctness;
    try (RunningTopology topology =
        RunningTopology.withDrawnModels(site, MAX_IN_FLIGHT, List.of(TENANT))) {
      for (int i = 0; i < WARM_UPS; i++) {
        topology.play(Plan.burst("burst-warm-up-" + i, TENANT, MESSAGES, 1, CallTimes.FAST));
      }
      for (Plan burst : bursts) {
        seconds.add(lastSeconds(topology.play(burst)));
      }
      correctness = topology.finish();
    }
    Spread sluice = Spread.of(seconds.stream().mapToDouble(Double::doubleValue).toArray());

    List<Target> targets = new ArrayList<>();
    targets.add(
        Target.atMost(
            "burst of %d in one conversation, calls of %s: last in the inbox"
                .formatted(MESSAGES, CallTimes.SLOW),
            sluice.median(),
            "s",
            LAST_SECONDS));
    targets.addAll(correctness.targets("burst"));

    Table table =
        Table.of(
                "A burst of %d messages in one conversation, calls of %s"
                    .formatted(MESSAGES, CallTimes.SLOW),
                "design",
                "last stored after s",
                "correct")
            .row("Sluice, exactly once", sluice.toString(), correctness.cell());
    conditions.progress().say("burst: BullMQ");
    table = new BullMqDesign(conditions).addTo(table, bursts);
    conditions.progress().say("burst: sequential");
    table =
        new SequentialDesign(conditions)
            .addTo(table, bursts.getFirst())
            .note(
                "The same messages with the same call times for every design; the models take %d calls"
                        .formatted(MAX_IN_FLIGHT)
                    + " at once.");
    return new Findings(targets, List.of(table));
  }

  private static double lastSeconds(List<Journey> journeys) {
    long sent = journeys.stream().mapToLong(Journey::sentNanos).min().orElseThrow();
    long last = journeys.stream().mapToLong(Journey::visibleNanos).max().orElseThrow();
    boolean complete = journeys.stream().allMatch(it -> it.arrivals() > 0);
    return complete ? (last - sent) / NANOS_PER_SECOND : Double.POSITIVE_INFINITY;
  }

  static String seconds(Duration time) {
    return Spread.of(time.toMillis() / MILLIS_PER_SECOND).toString();
  }
}
