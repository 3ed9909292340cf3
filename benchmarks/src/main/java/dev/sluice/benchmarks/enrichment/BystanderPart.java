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
import java.util.concurrent.atomic.AtomicBoolean;

/// A tenant that sends now and then, alone and behind a neighbour's burst, alternately in one run.
///
/// Both are in the same partition, and so on the same stream thread: the worst case.
final class BystanderPart implements EnrichmentScenario.Part {

  private static final TenantId BURSTING = BenchTenants.numbered(0);
  private static final TenantId BYSTANDER = BenchTenants.besides(BURSTING);

  private static final int BURST = 2_000;

  /// Customers of the burst: four messages each.
  private static final int BURST_CUSTOMERS = 500;

  private static final int PER_SECOND = 10;
  private static final int SECONDS = 15;
  private static final int SECONDS_QUICKLY = 4;

  /// Calls a tenant's model takes at once: what a tenant gets of 64 permits.
  private static final int MAX_IN_FLIGHT = 48;

  private static final double RATIO = 1.5;
  private static final double NANOS_PER_SECOND = 1e9;

  @Override
  public String name() {
    return "bystander";
  }

  @Override
  public Findings measure(Conditions conditions, RunningTopology.Site site) throws Exception {
    Table table =
        Table.of(
            "A bystander's time from webhook to inbox, behind bursts of %,d".formatted(BURST),
            "calls",
            "what",
            "p50 ms",
            "p99 ms",
            "max ms");
    Findings findings = Findings.NONE;
    List<Target> targets = new ArrayList<>();
    for (CallTimes times : List.of(CallTimes.FAST, CallTimes.SLOW)) {
      Rounds rounds = run(conditions, site, times);
      table = rounds.rows(table);
      targets.add(
          Target.atMost(
              "bystander behind a burst, calls of %s: p99 against alone".formatted(times),
              rounds.ratio().median(),
              "×",
              RATIO));
      targets.addAll(rounds.correctness().targets("bystander, calls of " + times));
    }
    table =
        table
            .note(
                "The bystander sends %d messages a second; both tenants are in one partition and ask the"
                        .formatted(PER_SECOND)
                    + " same models, %d calls at once each; alone and behind alternate."
                        .formatted(MAX_IN_FLIGHT))
            .note("The next burst is sent as soon as the last one is in the inbox.");
    return findings.and(new Findings(targets, List.of(table)));
  }

  private static Rounds run(Conditions conditions, RunningTopology.Site site, CallTimes times)
      throws InterruptedException {
    List<List<Journey>> alone = new ArrayList<>();
    List<List<Journey>> behind = new ArrayList<>();
    List<Double> bursts = new ArrayList<>();
    String run = "by-" + times.least().toMillis() + "-";
    try (RunningTopology topology =
        RunningTopology.withDrawnModels(site, MAX_IN_FLIGHT, List.of(BURSTING, BYSTANDER))) {
      topology.play(Plan.burst(run + "warm-up", BURSTING, BURST, BURST_CUSTOMERS, CallTimes.FAST));
      for (int round = 0; round < conditions.rounds(); round++) {
        String name = run + round;
        alone.add(topology.play(bystander(name + "-alone", conditions, times)));
        AtomicBoolean enough = new AtomicBoolean();
        Thread neighbour =
            Thread.ofPlatform()
                .name("neighbour")
                .start(() -> bursts.addAll(burst(topology, name, times, enough)));
        behind.add(topology.play(bystander(name + "-behind", conditions, times)));
        enough.set(true);
        neighbour.join();
      }
      return new Rounds(times, alone, behind, bursts, topology.finish());
    }
  }

  private static Plan bystander(String name, Conditions conditions, CallTimes times) {
    int seconds = conditions.amount(SECONDS, SECONDS_QUICKLY);
    return Plan.steady(name, List.of(BYSTANDER), PER_SECOND, Duration.ofSeconds(seconds), times);
  }

  /// Bursts until it is enough, and the seconds each took.
  private static List<Double> burst(
      RunningTopology topology, String name, CallTimes times, AtomicBoolean enough) {
    List<Double> seconds = new ArrayList<>();
    while (!enough.get()) {
      Plan burst =
          Plan.burst(name + "-burst-" + seconds.size(), BURSTING, BURST, BURST_CUSTOMERS, times);
      long began = System.nanoTime();
      topology.play(burst);
      seconds.add((System.nanoTime() - began) / NANOS_PER_SECOND);
    }
    return seconds;
  }

  /// What was measured with calls of one kind.
  ///
  /// @param bursts how long each burst took, in seconds
  private record Rounds(
      CallTimes times,
      List<List<Journey>> alone,
      List<List<Journey>> behind,
      List<Double> bursts,
      Correctness correctness) {

    /// p99 behind against p99 alone, round by round.
    Spread ratio() {
      Times single = Times.of(alone, Journey::totalNanos);
      Times crowded = Times.of(behind, Journey::totalNanos);
      double[] ratios = new double[alone.size()];
      for (int round = 0; round < ratios.length; round++) {
        ratios[round] = crowded.rounds().get(round).p99() / single.rounds().get(round).p99();
      }
      return Spread.of(ratios);
    }

    Table rows(Table table) {
      double[] seconds = bursts.stream().mapToDouble(Double::doubleValue).toArray();
      return row(row(table, "alone", alone), "behind the bursts", behind)
          .row(times.toString(), "ratio", "", ratio().toString(), "")
          .note(
              "Calls of %s: a burst takes %s s; correctness: %s."
                  .formatted(times, Spread.of(seconds), correctness.cell()));
    }

    private Table row(Table table, String what, List<List<Journey>> rounds) {
      Times total = Times.of(rounds, Journey::totalNanos);
      return table.row(
          times.toString(),
          what,
          total.p50().toString(),
          total.p99().toString(),
          total.max().toString());
    }
  }
}
