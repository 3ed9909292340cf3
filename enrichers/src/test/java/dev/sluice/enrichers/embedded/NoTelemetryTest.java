package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// ONNX Runtime's telemetry would end a process of a long command line without a word, and write
/// below its user's home.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class NoTelemetryTest {

  /// Beyond the 3.5 KB at which processes were seen to end.
  private static final int COMMAND_LINE_BYTES = 6 * 1024;

  /// Loading takes about a second, on a busy machine some.
  private static final int CHILD_SECONDS = 90;

  @Test
  void shouldLoadTheNetworkInAProcessOfALongCommandLine(@TempDir Path directory) throws Exception {
    // Given
    Path home = Files.createDirectory(directory.resolve("home"));
    Path said = directory.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dpadding=" + "x".repeat(COMMAND_LINE_BYTES),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ReadsOneMessage.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().remove("ORT_DISABLE_TELEMETRY");
    builder.environment().put("HOME", home.toString());

    // When
    Process child = builder.start();
    boolean ended = child.waitFor(CHILD_SECONDS, TimeUnit.SECONDS);
    child.destroyForcibly();

    // Then
    List<String> lines = Files.readAllLines(said);
    assertThat(ended).as("ended within %d s; it said %s", CHILD_SECONDS, lines).isTrue();
    assertThat(child.exitValue()).as("it said %s", lines).isZero();
    assertThat(lines).contains(ReadsOneMessage.ANSWER + "NEGATIVE");
    assertThat(home).isEmptyDirectory();
  }

  /// The child: loads the models as every service does.
  static final class ReadsOneMessage {

    static final String ANSWER = "sentiment: ";

    private ReadsOneMessage() {}

    public static void main(String... none) throws Exception {
      try (EmbeddedModels models = EmbeddedModels.open()) {
        System.out.println(
            ANSWER
                + models
                    .sentiment()
                    .read(Tenants.with(), "I am furious, this is the worst service ever")
                    .label());
      }
    }
  }
}
