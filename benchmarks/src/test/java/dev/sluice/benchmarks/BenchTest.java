package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The command line.
class BenchTest {

  @Test
  void shouldRefuseAScenarioThereIsNot() {
    assertThat(Bench.commandLine().execute("no-such-scenario")).isEqualTo(2);
  }

  @Test
  void shouldExplainItself() {
    // Given
    StringWriter out = new StringWriter();
    CommandLine line = Bench.commandLine().setOut(new PrintWriter(out));

    // When
    int status = line.execute("--help");

    // Then
    assertThat(status).isZero();
    assertThat(out.toString()).contains("sluice bench").contains("--quick").contains("--json");
  }

  @Test
  void shouldNameEveryScenarioInItsHelp() {
    assertThat(Bench.SCENARIOS)
        .isNotEmpty()
        .allSatisfy(
            it -> assertThat(Bench.commandLine().getUsageMessage()).contains(it.name() + ","));
  }
}
