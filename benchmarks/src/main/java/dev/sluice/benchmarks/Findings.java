package dev.sluice.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/// What a measurement found.
public record Findings(List<Target> targets, List<Table> tables) {

  public static final Findings NONE = new Findings(List.of(), List.of());

  public Findings {
    targets = List.copyOf(targets);
    tables = List.copyOf(tables);
  }

  public Findings and(Findings more) {
    return new Findings(
        Stream.concat(targets.stream(), more.targets.stream()).toList(),
        Stream.concat(tables.stream(), more.tables.stream()).toList());
  }
}
