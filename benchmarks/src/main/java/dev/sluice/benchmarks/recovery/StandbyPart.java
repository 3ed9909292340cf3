package dev.sluice.benchmarks.recovery;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Kills one of two instances that each hold a standby of the other's stores, and many ids in them.
///
/// Before each kill the partitions are dealt to both: one that comes back without its stores first
/// follows the changelogs, and gets its share when it has caught up.
final class StandbyPart implements RecoveryScenario.Part {

  /// Of each tenant: half of them are on the partitions of the one that dies, and those are more
  /// than can be under way.
  private static final int BURST = 20;

  private static final Map<String, String> ONE_STANDBY = Map.of("num.standby.replicas", "1");

  /// A standby reads what the other writes with its next transaction, and five million ids in some
  /// seconds.
  private static final Duration STANDBY_CATCHES_UP = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "standby";
  }

  @Override
  public Findings measure(Conditions conditions, Path directory) throws Exception {
    Table gone =
        RememberedIds.table("Two instances with a standby each, one killed and not started again");
    Table back =
        RememberedIds.table("Two instances with a standby each, one killed and started at once");
    Tally tally;
    try (Ground ground = Ground.open(directory, Topics.WEBHOOKS.partitions());
        Instance first = ground.instance("first", Kill.FASTEST, Kill.SLOWEST, ONE_STANDBY);
        Instance second = ground.instance("second", Kill.FASTEST, Kill.SLOWEST, ONE_STANDBY)) {
      Pair pair = new Pair(conditions, ground, first, second);
      for (int ids : RememberedIds.sizes(conditions)) {
        RememberedIds.fill(conditions, ground, ids);
        pair.awaitSpread();
        String memory = RememberedIds.memory(first);
        List<Recovery> lost = new ArrayList<>();
        List<Recovery> restarted = new ArrayList<>();
        for (int i = 0; i < RememberedIds.kills(conditions); i++) {
          lost.add(pair.lose());
          restarted.add(pair.restart());
        }
        gone = RememberedIds.row(gone, ids, lost, memory);
        back = RememberedIds.row(back, ids, restarted, memory);
      }
      tally = ground.finish();
    }
    return new Findings(
        tally.targets("restore, two instances"),
        List.of(
            gone.note(
                "The other one takes over when the session of the dead one has ended, after 6 s;"
                    + " it then ends the transaction the dead one had open."),
            back.note("Correctness of both: " + tally + ".")));
  }

  /// Two instances that share the partitions.
  private record Pair(Conditions conditions, Ground ground, Instance first, Instance second) {

    /// The first one dies and comes back only when the other has taken over.
    Recovery lose() throws IOException {
      Waits.pass(STANDBY_CATCHES_UP);
      Recovery recovery = Kill.of(ground, first, BURST).recovery(ground);
      say("taken over", recovery);
      first.restart();
      awaitSpread();
      return recovery;
    }

    /// The first one dies and is started again at once, so that its partitions stay with it.
    Recovery restart() throws IOException {
      Kill kill = Kill.of(ground, first, BURST);
      first.restart();
      Recovery recovery = kill.recovery(ground);
      say("restarted", recovery);
      awaitSpread();
      return recovery;
    }

    private void say(String what, Recovery recovery) {
      conditions
          .progress()
          .say("%s after %.1f s".formatted(what, Recovery.seconds(recovery.all())));
    }

    void awaitSpread() {
      ground.awaitSpread(List.of(first, second));
    }
  }
}
