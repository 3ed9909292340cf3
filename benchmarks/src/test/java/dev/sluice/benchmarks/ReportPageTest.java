package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.schemas.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Reports as sections of a page, and the page itself.
class ReportPageTest {

  private static final Path RESULTS = Path.of("results");
  private static final Path PAGE = Path.of("..", "PERFORMANCE.md");

  @Test
  void shouldReplaceOnlyItsOwnSection() {
    // Given
    Report report = ReportTest.report(Target.none("lost", 0, "messages"));
    String page =
        "# Title\n<!-- bench enrichment -->\nold\n<!-- end of bench enrichment -->\nthe rest\n";

    // When
    String replaced = ReportPage.replaceIn(page, report);

    // Then
    assertThat(replaced)
        .startsWith("# Title\n<!-- bench enrichment -->\n")
        .contains("| a\\|b | 1 |")
        .contains("| lost | 0 messages | 0 messages | ok |")
        .doesNotContain("old")
        .endsWith("<!-- end of bench enrichment -->\nthe rest\n");
  }

  @Test
  void shouldRefuseAPageWithoutItsMarks() {
    Report report = ReportTest.report();
    assertThatThrownBy(() -> ReportPage.replaceIn("# Title", report))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("<!-- bench enrichment -->");
  }

  @Test
  void shouldSayTheSameOfAReportThatWasWrittenAndRead() throws JsonProcessingException {
    // Given
    Report report = ReportTest.report(Target.atMost("time", 14.91, "ms", 15));

    // When
    String json = Json.mapper().writeValueAsString(report);
    Report read = Json.mapper().readValue(json, Report.class);

    // Then
    assertThat(ReportPage.sectionOf(read)).isEqualTo(ReportPage.sectionOf(report));
  }

  @Test
  void shouldQuoteTheCommittedResultsInThePage() throws IOException {
    // Given
    String page = Files.readString(PAGE);
    List<Path> results;
    try (Stream<Path> files = Files.list(RESULTS)) {
      results = files.filter(file -> file.toString().endsWith(".json")).toList();
    }

    // When, Then
    assertThat(results)
        .isNotEmpty()
        .allSatisfy(
            file -> {
              Report report = Json.mapper().readValue(file.toFile(), Report.class);
              assertThat(file).hasFileName(report.scenario() + ".json");
              assertThat(ReportPage.sectionIn(page, report.scenario()))
                  .isEqualTo(ReportPage.sectionOf(report));
            });
  }
}
