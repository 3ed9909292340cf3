package dev.sluice.benchmarks.dispatch;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Scenario;
import java.nio.file.Path;
import java.util.List;

/// How well the dispatcher uses a window, who pays for a slow neighbour, how much fits into one
/// process, and what a crash repeats.
///
/// The broker runs in a process of its own; the simulated provider is in this one, so that all
/// times are by one clock, and its book is the truth about every count.
public final class DispatchScenario implements Scenario {

  private static final List<Part> PARTS =
      List.of(
          new TailPart(),
          new BystanderPart(),
          new FlightPart(),
          new RepliesPart(),
          new TenantsPart(),
          new CrowdPart(),
          KillsPart.withoutStatuses(),
          KillsPart.withStatuses(),
          new JoinsPart());

  /// One measurement of the scenario.
  interface Part {

    /// What `--only` calls it.
    String name();

    /// Whether it runs only when it is named.
    default boolean isOnRequest() {
      return false;
    }

    /// @param directory its own, not yet there
    Findings measure(Conditions conditions, Path directory) throws Exception;
  }

  @Override
  public String name() {
    return "dispatch";
  }

  @Override
  public String about() {
    return "a heavy tail, bystanders, many tenants, replies behind a campaign, kills";
  }

  @Override
  public Findings run(Conditions conditions) throws Exception {
    Findings findings = Findings.NONE;
    for (Part part : PARTS) {
      boolean wanted =
          part.isOnRequest()
              ? conditions.only().contains(part.name())
              : conditions.wants(part.name());
      if (wanted) {
        conditions.progress().say(part.name());
        findings =
            findings.and(part.measure(conditions, conditions.scratch().resolve(part.name())));
      }
    }
    return findings;
  }
}
