package dev.sluice.enrichers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.CategoryTopic;
import dev.sluice.schemas.Models.Taxonomy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TaxonomyTextTest {

  @Test
  void shouldReadCategoriesTopicsAndExamples() {
    // Given
    String text =
        """
        # what customers write about
        [lost card 45]
        keywords: card lost, lost card,
        topic: lost
        - I lost my card
        - # 4711 is gone, my card

        topic: stolen
        - my card was stolen
        [info 5]
        keywords: hours
        """;
    // When
    List<CategoryRule> rules = TaxonomyText.parse("t.txt", text);
    // Then
    assertThat(rules)
        .containsExactly(
            new CategoryRule(
                "lost card",
                45,
                List.of("card lost", "lost card"),
                List.of(
                    new CategoryTopic("lost", List.of("I lost my card", "# 4711 is gone, my card")),
                    new CategoryTopic("stolen", List.of("my card was stolen")))),
            new CategoryRule("info", 5, List.of("hours")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "# nothing | t.txt:1: must hold a category",
        "topic: a | t.txt:1: a [category weight] must come first",
        "[card] | t.txt:1: must be '[category weight]' with a category not given before",
        "[a 1]~keywords: x~[a 2] | t.txt:3: must be '[category weight]' with a category not given before",
        "[card heavy] | t.txt:1: must end with a whole number, the weight",
        "[card 101]~keywords: x | t.txt:1: weight '101' must be between 0 and 100",
        "[card 10]~- example | t.txt:2: must be 'topic: name', 'keywords: word, word' or '- example' of a topic",
        "[card 10] | t.txt:1: topics '[]' must hold a topic unless there are keywords",
        "[a 1]~topic: x~topic: y~- line | t.txt:1: examples '[]' must hold at least one line",
        "[a 1]~topic: x~- one~topic: x~- two | t.txt:1: topics[1].name 'x' must be given only once",
      })
  void shouldNameTheBrokenLine(String text, String message) {
    // Given
    String file = text.replace('~', '\n');
    // When / Then
    assertThatThrownBy(() -> TaxonomyText.parse("t.txt", file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @EnumSource
  void shouldShipEveryTaxonomy(Taxonomy taxonomy) {
    // Given taxonomy
    // When
    List<CategoryRule> rules = Taxonomies.of(taxonomy);
    // Then
    assertThat(rules).hasSizeGreaterThan(3);
    assertThat(rules).allSatisfy(rule -> assertThat(rule.topics()).isNotEmpty());
    assertThat(Taxonomies.of(taxonomy)).isSameAs(rules);
  }
}
