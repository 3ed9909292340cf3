package dev.sluice.benchmarks;

import com.fasterxml.jackson.databind.ObjectWriter;
import dev.sluice.benchmarks.dispatch.DispatchScenario;
import dev.sluice.benchmarks.enrichment.EnrichmentScenario;
import dev.sluice.benchmarks.recovery.RecoveryScenario;
import dev.sluice.schemas.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./sluice bench`: runs scenarios, prints their tables and says whether every target was reached.
///
/// Exit status: 0 everything reached and correct, 1 something was not, 2 could not run.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures Sluice beside the designs it replaces, on free ports and in a temporary directory.",
      "Tables go to stdout, progress to stderr. Status 1 when a target is missed or a message is",
      "lost, doubled or out of order."
    })
public final class Bench implements Callable<Integer> {

  /// Every scenario, in the order of `all`.
  static final List<Scenario> SCENARIOS =
      List.of(new EnrichmentScenario(), new RecoveryScenario(), new DispatchScenario());

  private static final String ALL = "all";
  private static final int OK = 0;
  private static final int NOT_OK = 1;
  private static final int CANNOT_RUN = 2;

  /// Enough for a median that one disturbed round does not move.
  private static final int ROUNDS = 5;

  @Parameters(
      paramLabel = "SCENARIO",
      defaultValue = ALL,
      description = "enrichment, recovery, dispatch, or all (the default).")
  private String scenario = ALL;

  @Option(names = "--quick", description = "Short, one round: shows that it works, nothing more.")
  private boolean quick;

  @Option(names = "--rounds", paramLabel = "N", description = "Repetitions; 5 by default.")
  private @Nullable Integer rounds;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Only these parts of the scenario.")
  private @Nullable List<String> only;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the report as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Also write the tables into this Markdown page, between its marks.")
  private @Nullable Path page;

  /// Runs the command and ends the process with its status.
  public static void main(String... arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench())
        .setCommandName("sluice bench")
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              failure.printStackTrace(line.getErr());
              line.getErr().println("sluice: bench failed: " + failure);
              return CANNOT_RUN;
            });
  }

  @Override
  public Integer call() throws Exception {
    List<Scenario> chosen =
        SCENARIOS.stream()
            .filter(it -> scenario.equals(ALL) || it.name().equals(scenario))
            .toList();
    if (chosen.isEmpty()) {
      System.err.printf("sluice: there is no scenario '%s'; there are: %s%n", scenario, names());
      return CANNOT_RUN;
    }
    List<Report> reports = new ArrayList<>();
    for (Scenario it : chosen) {
      Report report = run(it);
      System.out.print(ReportText.of(report));
      reports.add(report);
    }
    write(reports);
    return reports.stream().allMatch(Report::ok) ? OK : NOT_OK;
  }

  private Report run(Scenario chosen) throws Exception {
    int repetitions = rounds != null ? rounds : quick ? 1 : ROUNDS;
    Environment before = Environment.now(home(), quick);
    try (ScratchDirectory scratch = ScratchDirectory.create()) {
      Progress progress = new Progress(System.err);
      progress.say("%s: %s".formatted(chosen.name(), chosen.about()));
      Findings findings =
          chosen.run(
              new Conditions(
                  quick,
                  repetitions,
                  only == null ? Set.of() : Set.copyOf(only),
                  home(),
                  scratch.path(),
                  progress));
      return Report.of(chosen.name(), before.after(), repetitions, findings);
    }
  }

  private void write(List<Report> reports) throws IOException {
    if (json != null) {
      ObjectWriter writer = Json.mapper().writerWithDefaultPrettyPrinter();
      Object document = reports.size() == 1 ? reports.getFirst() : reports;
      Files.writeString(json, writer.writeValueAsString(document) + "\n");
    }
    if (page != null) {
      String text = Files.readString(page);
      for (Report report : reports) {
        text = ReportPage.replaceIn(text, report);
      }
      Files.writeString(page, text);
    }
  }

  /// Where `./sluice` lies; the working directory when it was not started by it.
  private static Path home() {
    String home = System.getenv("SLUICE_HOME");
    return Path.of(home == null ? "" : home).toAbsolutePath();
  }

  private static String names() {
    return SCENARIOS.stream().map(Scenario::name).collect(Collectors.joining(", "));
  }
}
