package dev.sluice.benchmarks;

import java.nio.file.Path;
import java.util.Set;

/// How a scenario is asked to run.
///
/// @param quick short and without the parts that take minutes: shows that everything works, its
///   numbers are not to be quoted
/// @param rounds how often each measurement is repeated, at least 1
/// @param only names of the parts to run; empty means all
/// @param home the project's directory, where peers are looked for
/// @param scratch an empty directory, deleted after the run
public record Conditions(
    boolean quick, int rounds, Set<String> only, Path home, Path scratch, Progress progress) {

  public Conditions {
    only = Set.copyOf(only);
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds = %d: must be at least 1".formatted(rounds));
    }
  }

  /// Whether a part of that name is to be run.
  public boolean wants(String part) {
    return only.isEmpty() || only.contains(part);
  }

  /// One number for a real run, another for a quick one.
  public int amount(int full, int quickly) {
    return quick ? quickly : full;
  }
}
