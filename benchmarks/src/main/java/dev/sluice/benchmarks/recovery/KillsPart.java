package dev.sluice.benchmarks.recovery;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Kills an instance in bursts, each time with calls under way, and starts it again at once.
final class KillsPart implements RecoveryScenario.Part {

  private static final int KILLS = 12;
  private static final int KILLS_QUICKLY = 3;
  private static final int TENANTS = 3;

  /// Of each tenant before each kill: three times what can be under way.
  private static final int BURST = 60;

  private static final double NEXT_SECONDS = 3;

  @Override
  public String name() {
    return "kills";
  }

  @Override
  public Findings measure(Conditions conditions, Path directory) throws Exception {
    List<Recovery> recoveries = new ArrayList<>();
    Set<String> processIds = new HashSet<>();
    Tally tally;
    try (Ground ground = Ground.open(directory, TENANTS);
        Instance instance = ground.instance("killed", Kill.FASTEST, Kill.SLOWEST, Map.of())) {
      for (int i = 0; i < conditions.amount(KILLS, KILLS_QUICKLY); i++) {
        Kill kill = Kill.of(ground, instance, BURST);
        processIds.add(instance.processId());
        instance.restart();
        recoveries.add(kill.recovery(ground));
      }
      tally = ground.finish();
    }
    return findings(recoveries, processIds, tally);
  }

  private static Findings findings(List<Recovery> recoveries, Set<String> ids, Tally tally) {
    int fewest = recoveries.stream().mapToInt(Recovery::calls).min().orElse(0);
    List<Target> targets = new ArrayList<>(tally.targets("kills"));
    targets.add(
        Target.atLeast("kills: calls under way, at least", fewest, "calls", Kill.CALLS_AT_LEAST));
    targets.add(
        Target.atMost(
            "kill → next committed output, median",
            Recovery.next(recoveries).median(),
            "s",
            NEXT_SECONDS));
    Table table =
        Table.of(
            "SIGKILL of the topology in a burst, exactly once",
            "kill",
            "calls under way",
            "→ next output, s",
            "→ every partition, s");
    for (int i = 0; i < recoveries.size(); i++) {
      Recovery recovery = recoveries.get(i);
      table =
          table.row(
              Integer.toString(i + 1),
              Integer.toString(recovery.calls()),
              "%.2f".formatted(Recovery.seconds(recovery.next())),
              "%.2f".formatted(Recovery.seconds(recovery.all())));
    }
    table =
        table
            .row(
                "median (range)",
                "≥ " + fewest,
                Recovery.next(recoveries).toString(),
                Recovery.all(recoveries).toString())
            .note(
                "Counted from the SIGKILL to when a read_committed consumer could read an item"
                    + " written afterwards; the process is started again as soon as it is dead, so"
                    + " the start of its JVM is included, and a model call of %d to %d ms."
                        .formatted(Kill.FASTEST.toMillis(), Kill.SLOWEST.toMillis()))
            .note(
                "%d process id in all: each restart fenced its predecessor's transaction at once."
                    .formatted(ids.size()))
            .note("Correctness: " + tally + ".");
    return new Findings(targets, List.of(table));
  }
}
