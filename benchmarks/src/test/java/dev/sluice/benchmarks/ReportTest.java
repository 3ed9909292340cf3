package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Targets, spreads, and the report they end up in.
class ReportTest {

  static final Environment HERE = Environment.now(Path.of(""), false);

  static Report report(Target... targets) {
    Table table =
        Table.of("Times | all", "what", "ms").row("a|b", "1").note("measured with a watch");
    return Report.of("enrichment", HERE, 3, new Findings(List.of(targets), List.of(table)));
  }

  @Test
  void shouldBeOkOnlyWhenEveryTargetIs() {
    // Given
    Target reached = Target.atMost("time", 14.9, "ms", 15);
    Target missed = Target.none("lost", 1, "messages");

    // When
    boolean both = report(reached, missed).ok();

    // Then
    assertThat(both).isFalse();
    assertThat(report(reached).ok()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"15, true", "15.001, false", "NaN, false"})
  void shouldJudgeAnUpperBound(double value, boolean ok) {
    assertThat(Target.atMost("time", value, "ms", 15).ok()).isEqualTo(ok);
  }

  @ParameterizedTest
  @CsvSource({"0.8, true", "0.7999, false", "NaN, false"})
  void shouldJudgeALowerBound(double value, boolean ok) {
    assertThat(Target.atLeast("ratio", value, "×", 0.8).ok()).isEqualTo(ok);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"5 1 3|3 (1–5)", "1 2|1.50 (1–2)", "12.34|12.3", "7 7 7|7"})
  void shouldTellTheMedianAndHowFarTheRoundsWereApart(String values, String text) {
    // Given
    double[] rounds =
        List.of(values.split(" ")).stream().mapToDouble(Double::parseDouble).toArray();

    // When
    String told = Spread.of(rounds).toString();

    // Then
    assertThat(told).isEqualTo(text);
  }

  @Test
  void shouldRefuseARowThatDoesNotFit() {
    assertThatThrownBy(() -> Table.of("times", "what", "ms").row("only one"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'times'");
  }

  @Test
  void shouldWriteTheFieldsOthersReadByName() {
    // Given
    Report report = report(Target.atMost("time", 20, "ms", 15));

    // When
    JsonNode json = Json.mapper().valueToTree(report);

    // Then
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("scenario", "environment", "rounds", "targets", "tables", "ok");
    assertThat(json.at("/targets/0").fieldNames())
        .toIterable()
        .containsExactly("what", "value", "unit", "target", "ok");
    assertThat(json.at("/targets/0/target").asText()).isEqualTo("≤ 15");
    assertThat(json.at("/ok").asBoolean()).isFalse();
  }

  @Test
  void shouldPrintEveryRowNoteAndTarget() {
    // When
    String text = ReportText.of(report(Target.atMost("time", 20, "ms", 15)));

    // Then
    assertThat(text)
        .contains("a|b   1")
        .contains("* measured with a watch")
        .contains("time  20 ms     ≤ 15 ms  MISSED")
        .endsWith("NOT OK" + System.lineSeparator());
  }
}
