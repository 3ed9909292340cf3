package dev.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      Sluice.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "up",
        "gateway",
        "topology",
        "dispatcher",
        "inbox",
        "tenant",
        "tenant apply",
        "tenant list",
        "record",
        "replay",
        "simulator"
      })
  void shouldExplainEveryCommand(String command) {
    // When
    int status = line.execute((command + " --help").split(" "));

    // Then
    assertThat(status).isZero();
    assertThat(out.toString()).contains("Usage: sluice " + command).contains("--help");
  }

  @Test
  void shouldNameAnUnknownOption() {
    // When
    int status = line.execute("up", "--prot=80");

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("sluice: Unknown option: '--prot=80'")
        .contains("Try 'sluice up --help'.");
  }

  @Test
  void shouldNameAValueThatIsNoNumber() {
    // When
    int status = line.execute("up", "--port", "eighty");

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("--port").contains("eighty");
  }

  @Test
  void shouldSayInOneSentenceThatAPortIsOutOfRange() {
    // When
    int status = line.execute("up", "--port", "70000");

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly("sluice: SLUICE_HTTP_PORT '70000' must be between 0 and 65535");
  }

  @Test
  void shouldSayInOneSentenceThatNothingRunsThere(@TempDir Path empty) {
    // When
    int status = line.execute("tenant", "list", "--data", empty.toString());

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("sluice: no './sluice up' is running on " + empty);
  }

  @Test
  void shouldSayInOneSentenceThatADataDirectoryCannotBeCreated(@TempDir Path directory)
      throws Exception {
    // Given
    Path file = Files.createFile(directory.resolve("file"));

    // When
    int status = line.execute("up", "--data", file.resolve("data").toString());

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("sluice: data directory " + file.resolve("data"))
        .contains("--data");
  }
}
