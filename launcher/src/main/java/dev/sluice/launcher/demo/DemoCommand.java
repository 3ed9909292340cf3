package dev.sluice.launcher.demo;

import com.fasterxml.jackson.databind.ObjectWriter;
import dev.sluice.launcher.Logging;
import dev.sluice.launcher.lifecycle.Lifecycle;
import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.launcher.lifecycle.StopRequested;
import dev.sluice.launcher.lifecycle.Watchdog;
import dev.sluice.launcher.services.Progress;
import dev.sluice.schemas.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./sluice demo`: the main job, shown and checked in about a minute.
@Command(
    name = "demo",
    description = {
      "Shows everything at work, on free ports and in a temporary directory:",
      "a burst of signed webhooks for three tenants, then two tenants' campaigns of which one has a",
      "slow provider. Checks that nothing is lost, doubled or out of order."
    },
    footer = {
      "",
      "Status 0 when all of that holds, 1 when something does not (the reason is printed), 130 when",
      "it was broken off."
    })
public final class DemoCommand implements Callable<Integer> {

  private static final int OK = 0;
  private static final int NOT_OK = 1;

  /// What shells report for a program that SIGINT ended.
  private static final int BROKEN_OFF = 130;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the report as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    StopRequest stop = StopRequest.bySignal();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (ScratchDirectory scratch = ScratchDirectory.create(temporary)) {
      Path log = scratch.path().resolve("demo.log");
      Logging.toFile(log, false);
      int status = NOT_OK;
      try {
        status = run(scratch.path(), stop);
      } catch (StopRequested e) {
        System.out.println("broken off");
        return BROKEN_OFF;
      } finally {
        if (status == NOT_OK && !stop.isMade()) {
          keep(log, temporary);
        }
      }
      return status;
    }
  }

  private int run(Path directory, StopRequest stop) throws Exception {
    Lifecycle lifecycle = new Lifecycle(stop);
    try {
      Demo.Result result = new Demo(lifecycle, stop, new Progress(System.out)).run(directory);
      System.out.print(ReportTable.of(result.report(), result.campaigns(), result.verdict()));
      write(result.report());
      return result.verdict().ok() ? OK : NOT_OK;
    } finally {
      Watchdog watchdog = Watchdog.arm(lifecycle.stopBudget(), Watchdog::halt);
      lifecycle.close();
      watchdog.close();
    }
  }

  private void write(DemoReport report) throws IOException {
    if (json != null) {
      ObjectWriter writer = Json.mapper().writerWithDefaultPrettyPrinter();
      Files.writeString(json, writer.writeValueAsString(report) + System.lineSeparator());
    }
  }

  private static void keep(Path log, Path temporary) throws IOException {
    Path kept = Files.createTempFile(temporary, "sluice-demo", ".log");
    Files.copy(log, kept, StandardCopyOption.REPLACE_EXISTING);
    System.err.println("sluice: the log of this demo is in " + kept);
  }
}
