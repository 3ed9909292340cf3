package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {

  private static final WordPiece TOKENIZER = new WordPiece(Vocabulary.shipped());
  private static final float[] VECTOR = {0.6f, 0.8f};

  private final Wording wording =
      Wording.of(
          Stream.of("where is my parcel", "where is my letter", "where is my money")
              .map(TOKENIZER::of)
              .toList());

  private float[] words(String text) {
    float[] both = wording.beside(VECTOR, TOKENIZER.of(text));
    return Arrays.copyOfRange(both, VECTOR.length, both.length);
  }

  @Test
  void shouldPutTheWordsBehindTheVector() {
    // Given
    Tokens tokens = TOKENIZER.of("where is my parcel");
    // When
    float[] both = wording.beside(VECTOR, tokens);
    // Then
    assertThat(both).hasSize(VECTOR.length + Wording.DIMENSIONS).startsWith(VECTOR);
    float[] words = words("where is my parcel");
    assertThat(Math.sqrt(Vectors.dot(words, words))).isCloseTo(0.3, within(1e-6));
  }

  @Test
  void shouldCountRareWordsMore() {
    // Given
    float[] parcel = words("parcel");
    float[] where = words("where");
    // When
    float[] both = words("where parcel");
    // Then
    assertThat(Vectors.dot(both, parcel)).isGreaterThan(1.3 * Vectors.dot(both, where));
    assertThat(Vectors.dot(both, where)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bonjour monde", "!"})
  void shouldSayNothingOfWordsItHasNotSeen(String text) {
    // Given a text
    // When
    float[] words = words(text);
    // Then
    assertThat(words).containsOnly(0);
  }

  @Test
  void shouldCountAWordOnce() {
    // Given
    float[] once = words("where parcel");
    // When
    float[] often = words("parcel parcel where parcel where unseen");
    // Then
    assertThat(often).isEqualTo(once);
  }

  @Test
  void shouldReadLinesWithoutWords() {
    // Given
    Tokens none = TOKENIZER.of("");
    // When
    float[] both = Wording.of(List.of(none)).beside(VECTOR, none);
    // Then
    assertThat(both).startsWith(VECTOR).endsWith(new float[Wording.DIMENSIONS]);
  }
}
