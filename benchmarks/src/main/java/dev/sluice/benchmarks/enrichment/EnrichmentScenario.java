package dev.sluice.benchmarks.enrichment;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Scenario;
import dev.sluice.benchmarks.rig.BrokerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What understanding a message costs beyond its models, and who pays for a neighbour's burst.
///
/// The broker runs in a process of its own; topology, models, sender and reader share this one, so
/// that all times are by one clock.
public final class EnrichmentScenario implements Scenario {

  private static final List<Part> PARTS =
      List.of(new OverModelPart(), new BurstPart(), new BystanderPart(), new EmbeddedPart());

  /// One measurement of the scenario.
  interface Part {

    /// What `--only` calls it.
    String name();

    Findings measure(Conditions conditions, RunningTopology.Site site) throws Exception;
  }

  @Override
  public String name() {
    return "enrichment";
  }

  @Override
  public String about() {
    return "time over the slower model, a burst beside other designs, a bystander, real models";
  }

  @Override
  public Findings run(Conditions conditions) throws Exception {
    Path state = Files.createDirectories(conditions.scratch().resolve("topology"));
    Findings findings = Findings.NONE;
    try (BrokerProcess broker = BrokerProcess.start(conditions.scratch())) {
      RunningTopology.Site site = new RunningTopology.Site(broker, state);
      for (Part part : PARTS) {
        if (conditions.wants(part.name())) {
          conditions.progress().say(part.name());
          findings = findings.and(part.measure(conditions, site));
        }
      }
    }
    return findings;
  }
}
