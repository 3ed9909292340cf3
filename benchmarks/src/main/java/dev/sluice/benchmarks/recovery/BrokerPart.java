package dev.sluice.benchmarks.recovery;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes the broker away in bursts, by SIGKILL and cleanly, and starts it again at once.
final class BrokerPart implements RecoveryScenario.Part {

  private static final int RESTARTS = 6;
  private static final int RESTARTS_QUICKLY = 2;
  private static final int TENANTS = 3;
  private static final int BURST = 60;

  @Override
  public String name() {
    return "broker";
  }

  @Override
  public Findings measure(Conditions conditions, Path directory) throws Exception {
    Table table =
        Table.of(
            "The broker goes away in a burst and comes back; the topology goes on by itself",
            "how",
            "calls under way",
            "broker away, s",
            "broker back → next output, s",
            "broker back → every partition, s");
    Tally tally;
    boolean alive;
    try (Ground ground = Ground.open(directory, TENANTS);
        Instance instance = ground.instance("lasting", Kill.FASTEST, Kill.SLOWEST, Map.of())) {
      for (int i = 0; i < conditions.amount(RESTARTS, RESTARTS_QUICKLY); i++) {
        Set<Integer> partitions = ground.partitionsOf(instance);
        ground.burstUntil(instance, Kill.CALLS_AT_LEAST, BURST);
        int calls = instance.callsUnderWay();
        boolean kill = i % 2 == 0;
        long goneNanos = System.nanoTime();
        if (kill) {
          ground.broker().kill();
        } else {
          ground.broker().stop();
        }
        ground.broker().restart();
        long backNanos = System.nanoTime();
        Recovery after = new Kill(calls, backNanos, partitions).recovery(ground);
        table =
            table.row(
                kill ? "SIGKILL" : "clean stop",
                Integer.toString(calls),
                "%.2f".formatted(Recovery.seconds(Duration.ofNanos(backNanos - goneNanos))),
                "%.2f".formatted(Recovery.seconds(after.next())),
                "%.2f".formatted(Recovery.seconds(after.all())));
      }
      tally = ground.finish();
      alive = instance.isAlive();
    }
    List<Target> targets = new ArrayList<>(tally.targets("broker restarts"));
    targets.add(Target.none("broker restarts: topologies that ended", alive ? 0 : 1, "processes"));
    return new Findings(targets, List.of(table.note("Correctness: " + tally + ".")));
  }
}
