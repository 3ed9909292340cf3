package dev.sluice.benchmarks.recovery;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.Target;
import dev.sluice.schemas.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Kills the only instance, which remembers many ids, and starts it again at once.
final class RestorePart implements RecoveryScenario.Part {

  private static final double SMALL_SECONDS = 3;
  private static final double LARGE_SECONDS = 10;

  /// Of each tenant: more than can be under way.
  private static final int BURST = 20;

  @Override
  public String name() {
    return "restore";
  }

  @Override
  public Findings measure(Conditions conditions, Path directory) throws Exception {
    List<Target> targets = new ArrayList<>();
    Table table = RememberedIds.table("One instance, killed and started again at once");
    try (Ground ground = Ground.open(directory, Topics.WEBHOOKS.partitions());
        Instance instance = ground.instance("alone", Kill.FASTEST, Kill.SLOWEST, Map.of())) {
      for (int ids : RememberedIds.sizes(conditions)) {
        RememberedIds.fill(conditions, ground, ids);
        String memory = RememberedIds.memory(instance);
        List<Recovery> recoveries = new ArrayList<>();
        for (int i = 0; i < RememberedIds.kills(conditions); i++) {
          Kill kill = Kill.of(ground, instance, BURST);
          instance.restart();
          recoveries.add(kill.recovery(ground));
          ground.outputs().awaitSize(ground.feed().sent(), Ground.PATIENCE);
        }
        table = RememberedIds.row(table, ids, recoveries, memory);
        targets.addAll(targets(ids, recoveries));
      }
      Tally tally = ground.finish();
      targets.addAll(tally.targets("restore, one instance"));
      table = table.note("Correctness: " + tally + ".");
    }
    return new Findings(targets, List.of(table));
  }

  private static List<Target> targets(int ids, List<Recovery> recoveries) {
    String what = "kill → every partition, %,d ids, one instance".formatted(ids);
    double median = Recovery.all(recoveries).median();
    return switch (ids) {
      case RememberedIds.SMALL -> List.of(Target.atMost(what, median, "s", SMALL_SECONDS));
      case RememberedIds.LARGE -> List.of(Target.atMost(what, median, "s", LARGE_SECONDS));
      default -> List.of();
    };
  }
}
