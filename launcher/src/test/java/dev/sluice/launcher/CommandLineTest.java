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

  private static final String TENANT =
      """
      id: bank
      webhooks:
        appSecrets: ["env:NOT_NEEDED"]
        verifyToken: "env:NOT_NEEDED"
      routing:
        rules:
          - { inbox: fraud-desk, category: fraud }
      models: { taxonomy: bank }
      priority:
        tiers:
          - { name: private banking, points: 15, customers: ["12025550100"] }
        due: { urgent: PT10M }
      """;

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
        "campaign",
        "campaign start",
        "campaign status",
        "campaign pause",
        "campaign resume",
        "campaign cancel",
        "campaign resend-failed",
        "opt-out",
        "opt-out add",
        "opt-out remove",
        "opt-out list",
        "classify",
        "evaluate",
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

  @Test
  void shouldShowWhatTheSettingsMakeOfAText(@TempDir Path directory) throws Exception {
    // Given
    Path tenants = Files.writeString(directory.resolve("tenants.yaml"), TENANT);

    // When
    int status =
        line.execute(
            "classify",
            "--tenant=bank",
            "--tenants=" + tenants,
            "--customer=12025550100",
            "somebody stole my card and is spending my money");

    // Then
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("sentiment  ")
        .contains("category   fraud")
        .contains("  +15  ")
        .contains("urgent, to be answered within 10 min")
        .contains("inbox      fraud-desk");
  }

  @Test
  void shouldNameTheTenantsThereAre(@TempDir Path directory) throws Exception {
    // Given
    Path tenants = Files.writeString(directory.resolve("tenants.yaml"), TENANT);

    // When
    int status = line.execute("classify", "--tenant=shop", "--tenants=" + tenants, "hello");

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo("sluice: there is no tenant 'shop' in %s, only bank".formatted(tenants));
  }

  @Test
  void shouldNameTheLineOfARequestTemplateThatIsNoJson(@TempDir Path directory) throws Exception {
    // Given
    Path tenants =
        Files.writeString(
            directory.resolve("tenants.yaml"),
            TENANT.replace(
                "models: { taxonomy: bank }",
                """
                models:
                  sentiment:
                    format: template
                    url: http://m.example
                    request: '{"text": {{text}}}'
                    labelAt: /label"""));

    // When
    int status = line.execute("classify", "--tenant=bank", "--tenants=" + tenants, "hello");

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            "sluice: %s:12: models.sentiment.request '…' must be JSON with {{text}} inside a string; unreadable at line 1, column 11"
                .formatted(tenants));
  }

  @Test
  void shouldTellHowOftenTheModelsAreRight(@TempDir Path directory) throws Exception {
    // Given
    Path labelled =
        Files.writeString(
            directory.resolve("lines.csv"),
            """
            text,label
            "Terrible service, I am furious",negative
            "Thank you so much, that was great!",positive
            """);

    // When
    int status = line.execute("evaluate", "--labelled=" + labelled);

    // Then
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString()).startsWith("2 lines, accuracy 1.000, macro-F1 1.000");
  }

  @Test
  void shouldNameTheLineOfALabelledFileThatIsBroken(@TempDir Path directory) throws Exception {
    // Given
    Path labelled = Files.writeString(directory.resolve("lines.csv"), "text,label\nhello,\n");

    // When
    int status = line.execute("evaluate", "--labelled=" + labelled);

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo("sluice: lines.csv:2: must have a label");
  }

  @Test
  void shouldLearnCategoriesFromAnotherFile(@TempDir Path directory) throws Exception {
    // Given
    Path examples =
        Files.writeString(
            directory.resolve("examples.csv"),
            """
            text,label
            where is my parcel,delivery
            my package has not arrived,delivery
            when will the courier come,delivery
            I want my money back,refund
            please refund the order,refund
            how do I return this for a refund,refund
            """);
    Path labelled =
        Files.writeString(
            directory.resolve("lines.csv"),
            """
            text,label
            has the courier got my package yet,delivery
            can I get a refund for this order,refund
            """);

    // When
    int status = line.execute("evaluate", "--labelled=" + labelled, "--examples=" + examples);

    // Then
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString()).startsWith("2 lines, accuracy 1.000, macro-F1 1.000");
  }
}
