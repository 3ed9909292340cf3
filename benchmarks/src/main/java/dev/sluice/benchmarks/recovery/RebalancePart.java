package dev.sluice.benchmarks.recovery;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// A second instance joins, leaves, returns and dies for good, under an even load on every
/// partition.
final class RebalancePart implements RecoveryScenario.Part {

  /// A message of each tenant every 40 ms: 200 a second on 8 partitions.
  private static final Duration PACE = Duration.ofMillis(40);

  private static final Duration FASTEST = Duration.ofMillis(20);
  private static final Duration SLOWEST = Duration.ofMillis(60);

  /// Longer than the session time-out of 6 s, a restore and the pause after both.
  private static final Duration SETTLE = Duration.ofSeconds(15);

  /// Longer than the session time-out of 6 s and the 30 s after which the dead instance's
  /// transaction ends: a pause that is still open at the end counts as no longer than this.
  private static final Duration TAKEN_OVER = Duration.ofSeconds(60);

  private static final double NANOS_PER_SECOND = 1e9;

  /// What happened, and from when on.
  private record Event(String what, long atNanos) {}

  @Override
  public String name() {
    return "rebalance";
  }

  @Override
  public Findings measure(Conditions conditions, Path directory) throws Exception {
    List<Event> events = new ArrayList<>();
    List<Outputs.Output> outputs;
    Tally tally;
    try (Ground ground = Ground.open(directory, Topics.WEBHOOKS.partitions());
        Instance staying = ground.instance("staying", FASTEST, SLOWEST, Map.of())) {
      AtomicBoolean enough = new AtomicBoolean();
      Thread load = Thread.ofPlatform().daemon().name("load").start(() -> feed(ground, enough));
      staying.awaitCalls(1, Ground.PATIENCE);
      Waits.pass(SETTLE);
      events.add(happened("nothing"));
      Waits.pass(SETTLE);
      events.add(happened("second instance starts"));
      try (Instance second = ground.instance("second", FASTEST, SLOWEST, Map.of())) {
        second.awaitCalls(1, Ground.CATCHES_UP);
        Waits.pass(SETTLE);
        events.add(happened("second is restarted (SIGTERM)"));
        second.stop();
        second.restart();
        second.awaitCalls(1, Ground.CATCHES_UP);
        Waits.pass(SETTLE);
        events.add(happened("second is stopped (SIGTERM)"));
        second.stop();
        Waits.pass(SETTLE);
        events.add(happened("second starts again"));
        second.restart();
        second.awaitCalls(1, Ground.CATCHES_UP);
        Waits.pass(SETTLE);
        events.add(happened("second dies for good (SIGKILL)"));
        second.kill();
        Waits.pass(TAKEN_OVER);
      }
      events.add(happened("the end"));
      enough.set(true);
      load.join(Ground.PATIENCE);
      tally = ground.finish();
      outputs = ground.outputs().soFar();
    }
    return new Findings(tally.targets("rebalance"), List.of(table(events, outputs, tally)));
  }

  private static void feed(Ground ground, AtomicBoolean enough) {
    long next = System.nanoTime();
    while (!enough.get()) {
      ground.feed().round();
      next += PACE.toNanos();
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private static Event happened(String what) {
    return new Event(what, System.nanoTime());
  }

  private static Table table(List<Event> events, List<Outputs.Output> outputs, Tally tally) {
    Table table =
        Table.of(
            "A second instance under an even load: the longest pause of each partition",
            "what happens",
            "median of partitions, s",
            "longest, s",
            "each partition, s, shortest first");
    for (int i = 0; i + 1 < events.size(); i++) {
      double[] pauses = pauses(outputs, events.get(i).atNanos(), events.get(i + 1).atNanos());
      Arrays.sort(pauses);
      table =
          table.row(
              events.get(i).what(),
              "%.2f".formatted(pauses[pauses.length / 2]),
              "%.2f".formatted(pauses[pauses.length - 1]),
              Arrays.stream(pauses).mapToObj("%.2f"::formatted).collect(Collectors.joining(" ")));
    }
    return table
        .note(
            "Pause: the longest time between two outputs of a partition, each of which gets a"
                + " message every %d ms; calls of %d to %d ms."
                    .formatted(PACE.toMillis(), FASTEST.toMillis(), SLOWEST.toMillis()))
        .note(
            "A stopped instance stays a member until its session ends after 6 s, so that one that"
                + " is only restarted finds its partitions as it left them.")
        .note("Correctness: " + tally + ".");
  }

  private static double[] pauses(List<Outputs.Output> outputs, long from, long to) {
    double[] longest = new double[Topics.INBOX.partitions()];
    long[] last = new long[longest.length];
    Arrays.fill(last, from);
    for (Outputs.Output output : outputs) {
      if (output.atNanos() > from && output.atNanos() <= to) {
        int partition = output.partition();
        double pause = (output.atNanos() - last[partition]) / NANOS_PER_SECOND;
        longest[partition] = Math.max(longest[partition], pause);
        last[partition] = output.atNanos();
      }
    }
    for (int partition = 0; partition < longest.length; partition++) {
      double open = (to - last[partition]) / NANOS_PER_SECOND;
      longest[partition] = Math.max(longest[partition], open);
    }
    return longest;
  }
}
