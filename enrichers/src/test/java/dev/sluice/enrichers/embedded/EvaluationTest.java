package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.enrichers.embedded.Evaluation.Judgement;
import dev.sluice.enrichers.embedded.LabelledLines.Labelled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {

  @Test
  void shouldCompareAnswersWithLabels() {
    // Given: 4 of card, of which 3 are found; 2 of loan, of which 1 is found
    List<Judgement> judgements =
        List.of(
            new Judgement("card", "card"),
            new Judgement("card", "card"),
            new Judgement("card", "card"),
            new Judgement("card", "loan"),
            new Judgement("loan", "loan"),
            new Judgement("loan", "other"));
    // When
    Evaluation evaluation = Evaluation.of(judgements);
    // Then
    assertThat(evaluation.lines()).isEqualTo(6);
    assertThat(evaluation.accuracy()).isCloseTo(4.0 / 6, within(1e-12));
    assertThat(evaluation.told()).isEqualTo(5);
    assertThat(evaluation.accuracyOfTold()).isCloseTo(4.0 / 5, within(1e-12));
    assertThat(evaluation.labels())
        .containsExactly(
            new Evaluation.LabelScore("card", 1, 0.75, 4, 3),
            new Evaluation.LabelScore("loan", 0.5, 0.5, 2, 2),
            new Evaluation.LabelScore("other", 0, 0, 0, 1));
    assertThat(evaluation.macroF1()).isCloseTo((6.0 / 7 + 0.5) / 2, within(1e-12));
    assertThat(evaluation.confusions())
        .containsExactly(
            new Evaluation.Confusion("card", "loan", 1),
            new Evaluation.Confusion("loan", "other", 1));
  }

  @Test
  void shouldRefuseToJudgeNothing() {
    assertThatThrownBy(() -> Evaluation.of(List.of()))
        .hasMessage("nothing to evaluate: no line was judged");
  }

  @Test
  void shouldReadAFile(@TempDir Path directory) throws IOException {
    // Given
    Path file = directory.resolve("lines.csv");
    Files.writeString(
        file,
        "\ufefflabel,text,more\r\nbad,\"late, again\r\nand \"\"rude\"\"\",x\r\n\r\ngood,thanks,\n");
    // When
    List<Labelled> lines = LabelledLines.read(file, "text", "label");
    // Then
    assertThat(lines)
        .containsExactly(
            new Labelled("late, again\r\nand \"rude\"", "bad"), new Labelled("thanks", "good"));
    assertThat(lines.getFirst().toString()).doesNotContain("late");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | f.csv:1: must begin with the names of its columns",
        "text,mood | f.csv:1: must name a column 'label', names [text, mood]",
        "text,label | f.csv:1: must be followed by a line",
        "text,label~a,b~c | f.csv:3: has 1 fields, must have 2",
        "text,label~\"a~b\",c~d | f.csv:4: has 1 fields, must have 2",
        "text,label~a, | f.csv:2: must have a label",
        "text,label~a,b~\"c,d~e | f.csv:3: opens a quote that nothing closes",
        "text,label~\"a\"b,c | f.csv:2: must have a comma after a closing quote",
      })
  void shouldNameTheBrokenLine(String text, String message) {
    // Given
    String file = text.replace('~', '\n');
    // When / Then
    assertThatThrownBy(() -> LabelledLines.parse("f.csv", file, "text", "label"))
        .isInstanceOf(InvalidLabelledFile.class)
        .hasMessage(message);
  }

  @Test
  void shouldRefuseAFileThatIsNotUtf8(@TempDir Path directory) throws IOException {
    // Given
    Path file = directory.resolve("lines.csv");
    Files.write(file, new byte[] {'t', 'e', 'x', 't', '\n', (byte) 0xe9, '\n'});
    // When / Then
    assertThatThrownBy(() -> LabelledLines.read(file, "text", "label"))
        .hasMessage("lines.csv:1: must be in UTF-8");
  }
}
