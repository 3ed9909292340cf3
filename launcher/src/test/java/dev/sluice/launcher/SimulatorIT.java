package dev.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The commands of docs/models.md that try a model of one's own, on the file they name.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SimulatorIT {

  private static final Path EXAMPLE = Path.of("..", "examples", "remote-model.yaml");
  private static final String AT = "model server at ";

  private final StringWriter out = new StringWriter();

  @Test
  void shouldPlayATenantsOwnModel(@TempDir Path directory) throws Exception {
    // Given
    try (SluiceProcess simulator =
        SluiceProcess.launch(
            AT,
            "simulator",
            EXAMPLE.toRealPath().toString(),
            "--port=0",
            "--model-port=0",
            "--model-latency=PT0.1S")) {
      simulator.awaitReady();
      Path tenants = Files.createTempFile(directory, "tenants", ".yaml");
      Files.writeString(
          tenants,
          Files.readString(EXAMPLE).replace("http://127.0.0.1:8091/enrich", address(simulator)));

      // When
      int status = classify(tenants);

      // Then
      assertThat(status).isZero();
      assertThat(out.toString()).contains("sentiment  negative", "(remote, stand-in");
      assertThat(simulator.terminate()).as("it said %s", simulator.lines()).isZero();
    }
  }

  @Test
  void shouldAnswerWithTheEmbeddedModelWhenNobodyPlaysIt(@TempDir Path directory) throws Exception {
    // Given port 1, where nobody listens
    Path tenants = Files.createTempFile(directory, "tenants", ".yaml");
    Files.writeString(tenants, Files.readString(EXAMPLE).replace(":8091/", ":1/"));

    // When
    int status = classify(tenants);

    // Then
    assertThat(status).isZero();
    assertThat(out.toString()).contains("sentiment  negative", "(fallback, minilm-", "; remote: ");
  }

  @Test
  void shouldPlayNoModelUnlessAsked() throws Exception {
    // Given
    try (SluiceProcess simulator =
        SluiceProcess.launch(
            "provider for ", "simulator", EXAMPLE.toRealPath().toString(), "--port=0")) {
      simulator.awaitReady();

      // When
      int status = simulator.terminate();

      // Then
      assertThat(status).isZero();
      assertThat(simulator.lines()).noneMatch(line -> line.startsWith(AT));
    }
  }

  private int classify(Path tenants) {
    return Sluice.commandLine()
        .setOut(new PrintWriter(out))
        .execute(
            "classify",
            "--tenant=shop",
            "--tenants=" + tenants,
            "this is terrible, my parcel is broken");
  }

  private static String address(SluiceProcess simulator) {
    return simulator.lines().stream()
        .filter(line -> line.startsWith(AT))
        .findFirst()
        .orElseThrow()
        .substring(AT.length());
  }
}
