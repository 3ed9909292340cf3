package dev.sluice.benchmarks;

import java.util.List;

/// A run of one scenario: the JSON of `bench NAME --json FILE`.
///
/// @param rounds how often each measurement was repeated; values are medians over them
/// @param ok whether every target was reached, correctness included
public record Report(
    String scenario,
    Environment environment,
    int rounds,
    List<Target> targets,
    List<Table> tables,
    boolean ok) {

  public Report {
    targets = List.copyOf(targets);
    tables = List.copyOf(tables);
  }

  static Report of(String scenario, Environment environment, int rounds, Findings findings) {
    return new Report(
        scenario,
        environment,
        rounds,
        findings.targets(),
        findings.tables(),
        findings.targets().stream().allMatch(Target::ok));
  }
}
