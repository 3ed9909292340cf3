package dev.sluice.benchmarks.enrichment;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.Target;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/// What a message takes beyond the slower of its two calls, at an even pace.
final class OverModelPart implements EnrichmentScenario.Part {

  private static final int PER_SECOND = 200;
  private static final int TENANTS = 8;

  /// 200 a second × 0.82 s are 164 calls under way. A tenant may have this many, all together a
  /// third more, 256: no call waits for another.
  private static final int MAX_IN_FLIGHT = 192;

  private static final double P50_MILLIS = 15;
  private static final double P99_MILLIS = 40;

  private static final int SECONDS = 15;
  private static final int SECONDS_QUICKLY = 5;
  private static final int WARM_UP_SECONDS = 20;
  private static final int WARM_UP_SECONDS_QUICKLY = 5;

  private static final long NANOS_PER_MICRO = 1_000;

  @Override
  public String name() {
    return "over-model";
  }

  @Override
  public Findings measure(Conditions conditions, RunningTopology.Site site) {
    List<TenantId> tenants = BenchTenants.first(TENANTS);
    List<List<Journey>> fast = new ArrayList<>();
    List<List<Journey>> slow = new ArrayList<>();
    Correctness correctness;
    try (RunningTopology topology = RunningTopology.withDrawnModels(site, MAX_IN_FLIGHT, tenants)) {
      int warmUp = conditions.amount(WARM_UP_SECONDS, WARM_UP_SECONDS_QUICKLY);
      topology.play(plan("over-warm-up", tenants, warmUp, CallTimes.FAST));
      int seconds = conditions.amount(SECONDS, SECONDS_QUICKLY);
      for (int round = 0; round < conditions.rounds(); round++) {
        fast.add(topology.play(plan("over-fast-" + round, tenants, seconds, CallTimes.FAST)));
        slow.add(topology.play(plan("over-slow-" + round, tenants, seconds, CallTimes.SLOW)));
      }
      correctness = topology.finish();
    }
    return findings(fast, slow, correctness, site);
  }

  private static Plan plan(String name, List<TenantId> tenants, int seconds, CallTimes times) {
    return Plan.steady(name, tenants, PER_SECOND, Duration.ofSeconds(seconds), times);
  }

  private static Findings findings(
      List<List<Journey>> fast,
      List<List<Journey>> slow,
      Correctness correctness,
      RunningTopology.Site site) {
    List<Target> targets = new ArrayList<>();
    targets.addAll(targets(CallTimes.FAST, Times.of(fast, Journey::overModelNanos)));
    targets.addAll(targets(CallTimes.SLOW, Times.of(slow, Journey::overModelNanos)));
    targets.addAll(correctness.targets("time over the model"));

    Table table =
        Table.of(
            "Time over the slower model, %d messages a second, exactly once".formatted(PER_SECOND),
            "calls",
            "what",
            "p50 ms",
            "p99 ms",
            "max ms");
    table = rows(table, CallTimes.FAST, fast);
    table = rows(table, CallTimes.SLOW, slow);
    table =
        table
            .note(
                "Over the model: visible to a read_committed consumer − appended to webhooks (as"
                    + " the producer was told) − the longer of the two calls as it really was.")
            .note(
                "%d tenants with %d calls at most each, %d stream threads, commits every %d ms; stage times are"
                        .formatted(
                            TENANTS,
                            MAX_IN_FLIGHT,
                            site.settings().threads(),
                            site.settings().commitInterval().toMillis())
                    + " whole milliseconds of the wall clock.")
            .note("Correctness: " + correctness.cell() + ", warm-up included.");
    return new Findings(targets, List.of(table));
  }

  private static List<Target> targets(CallTimes calls, Times over) {
    return List.of(
        Target.atMost(
            "time over the model, calls of %s, p50".formatted(calls),
            over.p50().median(),
            "ms",
            P50_MILLIS),
        Target.atMost(
            "time over the model, calls of %s, p99".formatted(calls),
            over.p99().median(),
            "ms",
            P99_MILLIS));
  }

  private static Table rows(Table table, CallTimes calls, List<List<Journey>> rounds) {
    long offset = wallClockOffset();
    Table all = row(table, calls, "over the model", rounds, Journey::overModelNanos);
    all = row(all, calls, "· sent → appended", rounds, it -> it.appendedNanos() - it.sentNanos());
    all =
        row(
            all,
            calls,
            "· appended → admitted",
            rounds,
            it -> stage(it).stages().admitted() * NANOS_PER_MICRO - offset - it.appendedNanos());
    all =
        row(
            all,
            calls,
            "· admitted → later call begins",
            rounds,
            it -> it.beganNanos() - stage(it).stages().admitted() * NANOS_PER_MICRO + offset);
    all =
        row(
            all,
            calls,
            "· both answered → released",
            rounds,
            it -> stage(it).stages().released() * NANOS_PER_MICRO - offset - it.answeredNanos());
    return row(
        all,
        calls,
        "· released → visible",
        rounds,
        it -> it.visibleNanos() + offset - stage(it).stages().released() * NANOS_PER_MICRO);
  }

  private static Table row(
      Table table,
      CallTimes calls,
      String what,
      List<List<Journey>> rounds,
      ToLongFunction<Journey> nanos) {
    Times times = Times.of(rounds, nanos);
    return table.row(
        calls.toString(),
        what,
        times.p50().toString(),
        times.p99().toString(),
        times.max().toString());
  }

  private static InboxItem stage(Journey journey) {
    return Objects.requireNonNull(journey.item());
  }

  /// What has to be subtracted from the wall clock to get `System.nanoTime`.
  private static long wallClockOffset() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    return micros * NANOS_PER_MICRO - System.nanoTime();
  }
}
