package dev.sluice.benchmarks.recovery;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Table;
import java.time.Duration;
import java.util.List;

/// How many ids the topology remembers when one of its instances dies, and the table of what that
/// costs.
final class RememberedIds {

  static final int SMALL = 10_000;
  static final int LARGE = 1_000_000;

  private static final List<Integer> SIZES = List.of(SMALL, LARGE, 5_000_000);
  private static final List<Integer> SIZES_QUICKLY = List.of(SMALL, 100_000);

  /// With each size; enough to see a spread, and few because each costs a restore.
  private static final int KILLS = 3;

  /// Five million at a tenth of the pace seen on two cores.
  private static final Duration FILL_LIMIT = Duration.ofMinutes(15);

  private RememberedIds() {}

  /// From few to many: what is remembered stays.
  static List<Integer> sizes(Conditions conditions) {
    return conditions.quick() ? SIZES_QUICKLY : SIZES;
  }

  static int kills(Conditions conditions) {
    return Math.min(KILLS, conditions.rounds());
  }

  /// Has the topology remember so many ids in all.
  static void fill(Conditions conditions, Ground ground, int ids) {
    long began = System.nanoTime();
    ground.feed().rememberUntil(ids);
    ground.awaitAllRead(FILL_LIMIT);
    double seconds = Recovery.seconds(Duration.ofNanos(System.nanoTime() - began));
    conditions.progress().say("%,d ids remembered after %.0f s".formatted(ids, seconds));
  }

  static Table table(String title) {
    return Table.of(
        title,
        "remembered ids",
        "calls under way",
        "kill → next output of its partitions, s",
        "kill → every partition, s",
        "process before, MiB");
  }

  static Table row(Table table, int ids, List<Recovery> recoveries, String memory) {
    return table.row(
        "%,d".formatted(ids),
        "≥ " + recoveries.stream().mapToInt(Recovery::calls).min().orElse(0),
        Recovery.next(recoveries).toString(),
        Recovery.all(recoveries).toString(),
        memory);
  }

  static String memory(Instance instance) {
    return instance.residentMiB().map(Object::toString).orElse("?");
  }
}
