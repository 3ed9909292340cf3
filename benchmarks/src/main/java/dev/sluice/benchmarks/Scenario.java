package dev.sluice.benchmarks;

/// A comparison that can be run by name.
public interface Scenario {

  /// What it is called on the command line.
  String name();

  /// What it compares, in one sentence.
  String about();

  /// Measures. Everything it starts has ended when it returns or throws.
  ///
  /// @throws Exception when it could not be run at all; a missed target is a finding
  Findings run(Conditions conditions) throws Exception;
}
