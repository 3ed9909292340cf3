package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RarityTest {

  private static final WordPiece TOKENIZER = new WordPiece(Vocabulary.shipped());

  private static final Rarity RARITY =
      Rarity.of(
          Stream.of("where is my parcel", "where is my letter", "where where where")
              .map(TOKENIZER::of)
              .toList());

  private static float weightOf(String word) {
    return RARITY.weightOf(Vocabulary.shipped().idOf(word));
  }

  @Test
  void shouldCountWordsTheMoreTheFewerLinesHoldThem() {
    // Given lines
    // When
    List<Float> weights =
        Stream.of("where", "my", "parcel", "unseen").map(RarityTest::weightOf).toList();
    // Then
    assertThat(weights.getFirst()).as("in every line").isEqualTo(1);
    assertThat(weights).isSorted().doesNotHaveDuplicates();
    assertThat(weights.getLast()).as("in none").isCloseTo(1 + (float) Math.log(4), within(1e-6f));
  }

  @Test
  void shouldCountTheFrameAsLittleAsTheCommonestWord() {
    // Given
    Tokens text = TOKENIZER.of("parcel my parcel");
    // When
    float[] weights = RARITY.along(text);
    // Then
    float parcel = weightOf("parcel");
    float common = weightOf("my");
    assertThat(weights).containsExactly(common, parcel, common, parcel, common);
  }

  @Test
  void shouldWeighATextWithoutWords() {
    // Given
    Tokens none = TOKENIZER.of("");
    // When
    float[] weights = RARITY.along(none);
    // Then
    assertThat(weights).containsExactly(1, 1);
  }

  @Test
  void shouldCountAllAlikeWithoutLines() {
    // Given
    Rarity rarity = Rarity.of(List.of());
    // When
    float[] weights = rarity.along(TOKENIZER.of("where is my parcel"));
    // Then
    assertThat(weights).containsOnly(1);
  }

  @Test
  void shouldTellApartWhatWasLearned() {
    // Given
    Rarity other = Rarity.of(List.of(TOKENIZER.of("where is my parcel")));
    // When
    String fingerprint = other.fingerprint();
    // Then
    assertThat(fingerprint).isNotEqualTo(RARITY.fingerprint());
    assertThat(Rarity.of(List.of(TOKENIZER.of("parcel my is where"))).fingerprint())
        .isEqualTo(fingerprint);
  }
}
