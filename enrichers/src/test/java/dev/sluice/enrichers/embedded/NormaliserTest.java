package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.Sentiment.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormaliserTest {

  private static final EmojiTable EMOJI =
      EmojiTable.parse(
          ShippedLines.parse(
              "emoji.txt",
              """
              # sign, words, mood
              😡\tvery angry\tnegative
              👍\tthank you\tpositive
              🤦‍♀️\tunbelievable\tnegative
              ☹️\tunhappy\tnegative
              ☹\tunhappy\tnegative
              """));

  private final Normaliser normaliser = new Normaliser(EMOJI);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "see https://acme.example/a?b=c now | see http now",
        "see WWW.acme.example | see http",
        "hey @acme_help and @bob | hey @user and @user",
        "write to jo@acme.example | write to jo@acme.example",
        "'a   b' | a b",
        "great👍🏽thanks | great thank you thanks",
        "no 🤦🏿‍♀️ way | no unbelievable way",
        "what 🦄 else | what else",
        "👨‍👩‍👧 us | us",
        "☹️ and ☹ | unhappy and unhappy",
      })
  void shouldBringIntoTheShapeOfTheLines(String message, String expected) {
    // Given message
    // When
    Normalised normalised = normaliser.of(message.replace("'", ""));
    // Then
    assertThat(normalised.text()).isEqualTo(expected);
  }

  @Test
  void shouldComposeAccents() {
    // Given
    String message = "Cafe\u0301";
    // When
    String text = normaliser.of(message).text();
    // Then
    assertThat(text).isEqualTo("Caf\u00e9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r\n\t", "\u0000\u0007", "\ud83d", "!!!", "12345", "🦄"})
  void shouldSeeThatNothingIsSaid(String message) {
    // Given message
    // When
    Normalised normalised = normaliser.of(message);
    // Then
    assertThat(normalised.speaks()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://acme.example/where-is-my-card", "@acme_help"})
  void shouldNotTakeAnAddressForWords(String message) {
    // Given message
    // When
    Normalised normalised = normaliser.of(message);
    // Then
    assertThat(normalised.letters()).isZero();
  }

  @Test
  void shouldTellEmojiAlone() {
    // Given
    String message = "😡 😡!! 👍";
    // When
    Normalised normalised = normaliser.of(message);
    // Then
    assertThat(normalised.emojiOnly()).isTrue();
    assertThat(normalised.moods()).containsExactly(Label.NEGATIVE, Label.NEGATIVE, Label.POSITIVE);
    assertThat(normaliser.of("ok 😡").emojiOnly()).isFalse();
  }

  @Test
  void shouldCutBetweenCharacters() {
    // Given
    String message = "a" + "😡".repeat(50_000);
    // When
    Normalised normalised = normaliser.of(message);
    // Then
    assertThat(normalised.cut()).isTrue();
    assertThat(normalised.moods()).hasSize(1_999);
    assertThat(normalised.toString()).doesNotContain("angry");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "😡 angry negative | e.txt:1: must be 'emoji<tab>words<tab>mood'",
        "😡\tangry\tcross | e.txt:1: must say negative, neutral or positive",
      })
  void shouldRefuseABrokenTable(String line, String message) {
    // Given
    ShippedLines lines = ShippedLines.parse("e.txt", line);
    // When / Then
    assertThatThrownBy(() -> EmojiTable.parse(lines))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void shouldRefuseATableThatContradictsItself() {
    // Given
    ShippedLines lines = ShippedLines.parse("e.txt", "☹\tsad\tnegative\n☹️\tglad\tpositive");
    // When / Then
    assertThatThrownBy(() -> EmojiTable.parse(lines))
        .hasMessage("e.txt:2: must not contradict an earlier line for the same emoji");
  }

  @Test
  void shouldShipATable() {
    // Given
    Normaliser shipped = new Normaliser(EmojiTable.shipped());
    // When
    Normalised normalised = shipped.of("😡👍👎");
    // Then
    assertThat(normalised.moods()).containsExactly(Label.NEGATIVE, Label.POSITIVE, Label.NEGATIVE);
  }
}
