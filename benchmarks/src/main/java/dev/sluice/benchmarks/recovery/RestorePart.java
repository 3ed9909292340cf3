package dev.sluice.benchmarks.recovery;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.Target;
import dev.sluice.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Kills an instance that remembers many ids.
///
/// @param standby whether another instance follows it, or it is alone
record RestorePart(boolean standby) implements RecoveryScenario.Part {

  private static final int SMALL = 10_000;
  private static final int LARGE = 1_000_000;
  private static final List<Integer> SIZES = List.of(SMALL, LARGE, 5_000_000);
  private static final List<Integer> SIZES_QUICKLY = List.of(SMALL, 100_000);

  private static final double SMALL_SECONDS = 3;
  private static final double LARGE_SECONDS = 10;

  private static final int KILLS = 3;
  private static final int BURST = 20;
  private static final int CALLS_AT_LEAST = 50;
  private static final Duration FASTEST = Duration.ofMillis(50);
  private static final Duration SLOWEST = Duration.ofMillis(100);

  /// Five million at a tenth of the pace seen on two cores.
  private static final Duration FILL_LIMIT = Duration.ofMinutes(15);

  private static final Map<String, String> ONE_STANDBY = Map.of("num.standby.replicas", "1");

  /// A standby reads what the others write with their next transaction.
  private static final Duration STANDBY_CATCHES_UP = Duration.ofSeconds(10);

  @Override
  public String name() {
    return standby ? "standby" : "restore";
  }

  @Override
  public Findings measure(Conditions conditions, Path directory) throws Exception {
    List<Integer> sizes = conditions.quick() ? SIZES_QUICKLY : SIZES;
    return standby ? followed(conditions, directory, sizes) : alone(conditions, directory, sizes);
  }

  private static Findings alone(Conditions conditions, Path directory, List<Integer> sizes)
      throws IOException {
    List<Target> targets = new ArrayList<>();
    Table table = table("One instance, killed and started again at once");
    try (Ground ground = Ground.open(directory, Topics.WEBHOOKS.partitions());
        Instance instance = ground.instance("alone", FASTEST, SLOWEST, Map.of())) {
      for (int ids : sizes) {
        fill(conditions, ground, ids);
        String memory = memory(instance);
        List<Recovery> recoveries = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
          Kill kill = kill(ground, instance);
          instance.restart();
          recoveries.add(kill.recovery(ground));
          ground.outputs().awaitSize(ground.feed().sent(), Ground.PATIENCE);
        }
        table = row(table, ids, recoveries, memory);
        targets.addAll(targets(ids, recoveries));
      }
      Tally tally = ground.finish();
      targets.addAll(tally.targets("restore, one instance"));
      table = table.note("Correctness: " + tally + ".");
    }
    return new Findings(targets, List.of(table));
  }

  private static Findings followed(Conditions conditions, Path directory, List<Integer> sizes)
      throws IOException {
    Table back = table("Two instances with a standby each, one killed and started again at once");
    Table gone = table("Two instances with a standby each, one killed and not started again");
    Tally tally;
    try (Ground ground = Ground.open(directory, Topics.WEBHOOKS.partitions());
        Instance first = ground.instance("first", FASTEST, SLOWEST, ONE_STANDBY);
        Instance second = ground.instance("second", FASTEST, SLOWEST, ONE_STANDBY)) {
      for (int ids : sizes) {
        fill(conditions, ground, ids);
        Waits.pass(STANDBY_CATCHES_UP);
        String memory = memory(second);
        Kill restarted = kill(ground, second);
        second.restart();
        back = row(back, ids, List.of(restarted.recovery(ground)), memory);
        Waits.pass(STANDBY_CATCHES_UP);
        ground.outputs().awaitSize(ground.feed().sent(), Ground.PATIENCE);
        Kill lost = kill(ground, first);
        gone = row(gone, ids, List.of(lost.recovery(ground)), memory);
        first.restart();
        ground.outputs().awaitSize(ground.feed().sent(), Ground.PATIENCE);
        Waits.pass(STANDBY_CATCHES_UP);
      }
      tally = ground.finish();
    }
    return new Findings(
        tally.targets("restore, two instances"),
        List.of(
            back,
            gone.note("The first 6 s are the dead instance's session.")
                .note("Correctness: " + tally + ".")));
  }

  /// An instance that has just died.
  private record Kill(int calls, long atNanos, Map<Integer, Long> ends) {
    Recovery recovery(Ground ground) {
      return Recovery.observe(ground, calls, atNanos, ends);
    }
  }

  private static Kill kill(Ground ground, Instance instance) {
    ground.feed().burst(BURST);
    instance.awaitCalls(CALLS_AT_LEAST, Ground.PATIENCE);
    long atNanos = System.nanoTime();
    instance.kill();
    return new Kill(instance.callsUnderWay(), atNanos, ground.outputs().ends());
  }

  private static void fill(Conditions conditions, Ground ground, int ids) {
    long began = System.nanoTime();
    ground.feed().rememberUntil(ids);
    ground.awaitAllRead(FILL_LIMIT);
    double seconds = Recovery.seconds(Duration.ofNanos(System.nanoTime() - began));
    conditions.progress().say("%,d ids remembered after %.0f s".formatted(ids, seconds));
  }

  private static Table table(String title) {
    return Table.of(
        title,
        "remembered ids",
        "calls under way",
        "kill → next output, s",
        "kill → every partition, s",
        "process before, MiB");
  }

  private static Table row(Table table, int ids, List<Recovery> recoveries, String memory) {
    return table.row(
        "%,d".formatted(ids),
        "≥ " + recoveries.stream().mapToInt(Recovery::calls).min().orElse(0),
        Recovery.next(recoveries).toString(),
        Recovery.all(recoveries).toString(),
        memory);
  }

  private static String memory(Instance instance) {
    return instance.residentMiB().map(Object::toString).orElse("?");
  }

  private static List<Target> targets(int ids, List<Recovery> recoveries) {
    String what = "kill → every partition, %,d ids, one instance".formatted(ids);
    double median = Recovery.all(recoveries).median();
    return switch (ids) {
      case SMALL -> List.of(Target.atMost(what, median, "s", SMALL_SECONDS));
      case LARGE -> List.of(Target.atMost(what, median, "s", LARGE_SECONDS));
      default -> List.of();
    };
  }
}
