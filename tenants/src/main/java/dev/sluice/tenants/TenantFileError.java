package dev.sluice.tenants;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// A tenant file that cannot be applied. One line of message per problem: `file:line: key value
/// constraint`.
public final class TenantFileError extends Exception {

  private static final long serialVersionUID = 1L;

  /// @param line where, counted from 1; 0 for the file as a whole
  record Problem(int line, String text) {}

  TenantFileError(Path file, List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> place(file, problem) + ": " + problem.text())
            .collect(Collectors.joining("\n")));
  }

  private static String place(Path file, Problem problem) {
    return problem.line() == 0 ? file.toString() : file + ":" + problem.line();
  }
}
