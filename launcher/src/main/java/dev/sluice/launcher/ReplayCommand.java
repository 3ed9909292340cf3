package dev.sluice.launcher;

import dev.sluice.enrichers.embedded.EmbeddedModels;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.TenantFile;
import dev.sluice.tenants.Tenants;
import dev.sluice.topology.replay.BurstFile;
import dev.sluice.topology.replay.RecordedWebhook;
import dev.sluice.topology.replay.Replay;
import dev.sluice.topology.replay.ReplayReport;
import dev.sluice.topology.replay.ReplaySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./sluice replay`: a recorded burst through the real topology, without a broker.
@Command(
    name = "replay",
    description = {
      "Runs a recorded burst through the real topology in virtual time.",
      "The same file gives the same output every time."
    })
final class ReplayCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "What 'record' wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--tenants",
      paramLabel = "FILE",
      description = "Tenants in YAML; unless set, each has the settings that ship with Sluice.")
  private @Nullable Path tenants;

  @Override
  public Integer call() throws Exception {
    List<RecordedWebhook> burst = read();
    Path state = Files.createTempDirectory("sluice-replay-");
    try (EmbeddedModels models = EmbeddedModels.open()) {
      ReplayReport report =
          Replay.run(
              burst,
              tenantsOf(burst),
              models.sentiment(),
              models.category(),
              ReplaySettings.DEFAULT,
              state);
      System.out.print(report.text());
    } finally {
      delete(state);
    }
    return 0;
  }

  private List<RecordedWebhook> read() throws IOException {
    try {
      return BurstFile.read(file);
    } catch (BurstFile.BurstFileError e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    } catch (NoSuchFileException e) {
      throw new CannotStart("there is no file " + file, e);
    }
  }

  private Tenants tenantsOf(List<RecordedWebhook> burst) throws Exception {
    if (tenants != null) {
      return Tenants.of(TenantFile.read(tenants).toArray(Tenant[]::new));
    }
    return Tenants.of(
        burst.stream()
            .map(RecordedWebhook::tenant)
            .distinct()
            .map(name -> PlainTenant.of(new TenantId(name)))
            .toArray(Tenant[]::new));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
