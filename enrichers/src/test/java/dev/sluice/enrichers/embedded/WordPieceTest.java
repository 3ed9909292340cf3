package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WordPieceTest {

  private static final WordPiece TOKENIZER = new WordPiece(Vocabulary.shipped());

  private static String ids(String text) {
    return Arrays.stream(TOKENIZER.of(text).ids())
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello world | 101 7592 2088 102",
        "I can't log in! | 101 1045 2064 1005 1056 8833 1999 999 102",
        "unaffordable | 101 14477 4246 8551 3085 102",
        "Café ÀÉÎ | 101 7668 29347 2072 102",
        "中文 ok | 101 1746 1861 7929 102",
        "`` | 101 102",
      })
  void shouldCutAsInTraining(String text, String expected) {
    // Given text
    // When
    String ids = ids(text);
    // Then
    assertThat(ids).isEqualTo(expected);
  }

  @Test
  void shouldDropControlCharactersAndFoldSpaces() {
    // Given
    String text = "\u0000he\u200bl\u0007lo\u00a0\r\n\t wor\ufffdld\ud83d";
    // When
    String ids = ids(text);
    // Then
    assertThat(ids).isEqualTo(ids("hello world"));
  }

  @Test
  void shouldReadTheNamesOfSpecialTokensAsText() {
    // Given
    String text = "[SEP] [CLS] [UNK] [PAD]";
    // When
    int[] ids = TOKENIZER.of(text).ids();
    // Then
    assertThat(Arrays.copyOfRange(ids, 1, ids.length - 1))
        .doesNotContain(Vocabulary.CLS, Vocabulary.SEP, Vocabulary.UNKNOWN, 0);
  }

  @ParameterizedTest
  @CsvSource({"126, false", "127, true"})
  void shouldReadAsManyTokensAsFit(int words, boolean truncated) {
    // Given
    String text = "hello ".repeat(words);
    // When
    Tokens tokens = TOKENIZER.of(text);
    // Then
    assertThat(tokens.ids()).hasSize(WordPiece.TOKENS_MAX).endsWith(Vocabulary.SEP);
    assertThat(tokens.truncated()).isEqualTo(truncated);
  }

  @Test
  void shouldTakeAWordOfMoreThanAHundredLettersForUnknown() {
    // Given
    String text = "a".repeat(101);
    // When
    String ids = ids(text);
    // Then
    assertThat(ids).isEqualTo("101 100 102");
  }

  @Test
  void shouldCountPiecesOfWordsOnly() {
    // Given
    String text = "unaffordable, 1234567890!!! hello";
    // When
    Tokens tokens = TOKENIZER.of(text);
    // Then
    assertThat(tokens.words()).isEqualTo(2);
    assertThat(tokens.pieces()).isEqualTo(5);
  }

  static Stream<String> oddities() {
    return Stream.of(
        "a".repeat(100_000),
        "a ".repeat(50_000),
        "'".repeat(100_000),
        "\u0301".repeat(100_000),
        "\ufdfa".repeat(100_000),
        "😡".repeat(50_000),
        "\ude21\ud83d",
        "\ud83d".repeat(100_000),
        "中".repeat(100_000),
        "\u0000".repeat(100_000),
        "my карта カード بطاقة card 卡",
        "\u2028\u2029\u0085\u001b[31m");
  }

  @ParameterizedTest
  @MethodSource("oddities")
  void shouldCutAnythingQuickly(String text) {
    // Given text
    // When
    Tokens tokens =
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(2), () -> TOKENIZER.of(text));
    // Then
    assertThat(tokens.ids()).startsWith(Vocabulary.CLS).endsWith(Vocabulary.SEP);
    assertThat(tokens.ids().length).isBetween(2, WordPiece.TOKENS_MAX);
  }

  @Test
  void shouldTellTextsApartByTheirKeys() {
    // Given
    Tokens one = TOKENIZER.of("where is my card");
    // When
    Tokens same = TOKENIZER.of("  Where is my CARD ");
    // Then
    assertThat(same.key()).isEqualTo(one.key());
    assertThat(TOKENIZER.of("where is my bill").key()).isNotEqualTo(one.key());
    assertThat(one).hasToString("Tokens[6]");
  }
}
