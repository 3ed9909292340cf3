package dev.sluice.enrichers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  @Test
  void shouldCutIntoLowerCaseWordsWithBreaksBetweenClauses() {
    // Given
    String text = "Hello!! My card-reader, it's BROKEN.\nHelp";
    // When
    Words words = Words.of(text);
    // Then
    assertThat(words.tokens())
        .containsExactly("hello", ".", "my", "card", "reader", ".", "it's", "broken", ".", "help");
  }

  @ParameterizedTest
  @CsvSource({
    "ｆｒａｕｄ, fraud",
    "ﬁne, fine",
    "cafe\u0301, café",
    "fra\u200Bud, fraud",
    "fra\u00ADud, fraud",
    "DON’T, don't"
  })
  void shouldReadSpellingsOfOneWordAlike(String spelled, String word) {
    // Given spelled
    // When
    Words words = Words.of(spelled);
    // Then
    assertThat(words.tokens()).containsExactly(word);
  }

  @Test
  void shouldTakeEmojiAsTokensWithoutSkinToneAndVariation() {
    // Given
    String text = "👍🏽❤️ok👨‍👩‍👧";
    // When
    Words words = Words.of(text);
    // Then
    assertThat(words.tokens()).containsExactly("👍", "❤", "ok", "👨", "👩", "👧");
    assertThat(words.words()).isEqualTo(1);
  }

  @Test
  void shouldTakeEachCharacterOfAScriptWithoutSpaces() {
    // Given
    String text = "我的卡ok";
    // When
    Words words = Words.of(text);
    // Then
    assertThat(words.tokens()).containsExactly("我", "的", "卡ok");
    assertThat(words.letters()).isEqualTo(5);
    assertThat(words.latinLetters()).isEqualTo(2);
  }

  @Test
  void shouldNotCountNumbersAsWords() {
    // Given
    String text = "4711 - 42";
    // When
    Words words = Words.of(text);
    // Then
    assertThat(words.tokens()).containsExactly("4711", "42");
    assertThat(words.words()).isZero();
  }

  @Test
  void shouldReadFourThousandCharactersAndNotSplitAPair() {
    // Given: the pair of the emoji lies across the border
    String text = "a".repeat(Words.CHARACTERS_READ - 1) + "😡 fraud";
    // When
    Words words = Words.of(text);
    // Then
    assertThat(words.tokens()).containsExactly("a".repeat(Words.CHARACTERS_READ - 1));
  }

  @Test
  void shouldNotShowWordsInItsText() {
    // Given
    Words words = Words.of("secret words");
    // When
    String shown = words.toString();
    // Then
    assertThat(shown).isEqualTo("Words[2]");
  }
}
