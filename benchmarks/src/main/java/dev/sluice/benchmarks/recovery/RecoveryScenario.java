package dev.sluice.benchmarks.recovery;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Scenario;
import java.nio.file.Path;
import java.util.List;

/// What a crash costs, and that it costs only time.
///
/// Broker and instances run in processes of their own, which are killed with SIGKILL; sender and
/// reader share this one, so that all times are by one clock.
public final class RecoveryScenario implements Scenario {

  private static final List<Part> PARTS =
      List.of(
          new KillsPart(),
          new BrokerPart(),
          new RebalancePart(),
          new RestorePart(),
          new StandbyPart());

  /// One measurement of the scenario.
  interface Part {

    /// What `--only` calls it.
    String name();

    /// @param directory its own, not yet there
    Findings measure(Conditions conditions, Path directory) throws Exception;
  }

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public String about() {
    return "kills in bursts, broker restarts, a rebalance under load, restarts with many ids";
  }

  @Override
  public Findings run(Conditions conditions) throws Exception {
    Findings findings = Findings.NONE;
    for (Part part : PARTS) {
      if (conditions.wants(part.name())) {
        conditions.progress().say(part.name());
        findings =
            findings.and(part.measure(conditions, conditions.scratch().resolve(part.name())));
      }
    }
    return findings;
  }
}
