package dev.sluice.enrichers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedTextTest {

  @Test
  void shouldReadSectionsAndTerms() {
    // Given
    String text = "# comment\n[one]\n-1.5: a, b c ,, d\n\n[two]\n3: e\n";
    // When
    ShippedText read = ShippedText.parse("t.txt", text);
    // Then
    assertThat(read.sections())
        .extracting(ShippedText.Section::heading)
        .containsExactly("one", "two");
    assertThat(read.sections().getFirst().entries())
        .containsExactly(new ShippedText.Entry(3, -1.5, List.of("a", "b c", "d")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1: a | t.txt:1: a [heading] must come first",
        "[x]~a | t.txt:2: must be 'number: term, term'",
        "[x]~one: a | t.txt:2: must begin with a number",
        "[x]~~1: , | t.txt:3: must name at least one term"
      })
  void shouldNameFileAndLineOfWhatItCannotRead(String text, String message) {
    // Given
    String lines = text.replace('~', '\n');
    // When / Then
    assertThatThrownBy(() -> ShippedText.parse("t.txt", lines))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void shouldRefuseASectionALexiconDoesNotKnow() {
    // Given
    ShippedText text = ShippedText.parse("t.txt", "[moods]\n1: a\n");
    // When / Then
    assertThatThrownBy(() -> Lexicon.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("t.txt:2: [moods] is not a section of a lexicon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mood", "intensifiers", "negators", "contrasts"})
  void shouldGiveEachTermOfTheLexiconOneStrength(String heading) {
    // Given
    Map<List<String>, Double> strengths = new HashMap<>();
    List<ShippedText.Entry> entries =
        ShippedText.read("lexicon.txt").sections().stream()
            .filter(section -> section.heading().equals(heading))
            .flatMap(section -> section.entries().stream())
            .toList();
    // When
    List<String> repeated =
        entries.stream()
            .flatMap(
                entry ->
                    entry.terms().stream()
                        .filter(
                            term -> strengths.put(Words.of(term).tokens(), entry.number()) != null))
            .toList();
    // Then
    assertThat(repeated).isEmpty();
    assertThat(strengths.keySet()).allSatisfy(tokens -> assertThat(tokens).isNotEmpty());
    assertThat(strengths.values())
        .isNotEmpty()
        .allSatisfy(strength -> assertThat(strength).isBetween(-4.0, 4.0));
  }
}
