package dev.sluice.enrichers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Sentiment.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconSentimentTest {

  private final LexiconSentiment model = new LexiconSentiment();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "This is the worst bank ever!! I want my money back",
        "I am not happy with this at all",
        "I'm not at all very happy",
        "dont like it, never helpful",
        "Someone stole my money",
        "Nobody answers, can’t log in",
        "WASTE OF TIME",
        "😡😡",
        "👎🏿",
        "where is it 😡"
      })
  void shouldCallNegative(String words) {
    // Given words
    // When
    Sentiment sentiment = read(words);
    // Then
    assertThat(sentiment.label()).isEqualTo(Label.NEGATIVE);
    assertThat(sentiment.negative()).isEqualTo(sentiment.confidence()).isGreaterThan(0.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thank you so much, you were very helpful",
        "No problem, thanks",
        "Great service, I love it",
        "Sorted now, works perfectly",
        "👍🏽",
        "❤️"
      })
  void shouldCallPositive(String words) {
    // Given words
    // When
    Sentiment sentiment = read(words);
    // Then
    assertThat(sentiment.label()).isEqualTo(Label.POSITIVE);
    assertThat(sentiment.negative()).isLessThan(0.15);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Where is your nearest branch?",
        "I'd like to book an appointment for tomorrow at 5",
        "not bad",
        "hello"
      })
  void shouldCallNeutralWithoutCertainty(String words) {
    // Given words
    // When
    Sentiment sentiment = read(words);
    // Then
    assertThat(sentiment.label()).isEqualTo(Label.NEUTRAL);
    assertThat(sentiment.confidence()).isLessThan(0.6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   \n\t ",
        "12345",
        "?!…",
        "📦",
        "😐🙂",
        "我的卡被冻结了",
        "мою карту заблокировали",
        "بطاقتي لا تعمل 😡",
        "mera card kaam nahi kar raha hai bhai",
        "El servicio no funciona y me han cobrado dos veces",
        "bitte sperren sie meine karte sofort"
      })
  void shouldCallUnknownWhatItCannotRead(String words) {
    // Given words
    // When
    Sentiment sentiment = read(words);
    // Then
    assertThat(sentiment)
        .isEqualTo(
            Sentiment.unknown(new Provenance(LexiconSentiment.MODEL, Provenance.Source.EMBEDDED)));
  }

  @ParameterizedTest
  @CsvSource({
    "disappointed, very disappointed",
    "slightly annoyed, annoyed",
    "not good, really not good at all and awful",
    "friendly, friendly but my money is missing",
    "my money is missing but friendly, friendly but my money is missing",
    "not terrible, terrible"
  })
  void shouldRankByStrength(String first, String second) {
    // Given two messages
    double one = read(first).negative();
    // When
    double other = read(second).negative();
    // Then
    assertThat(other).isGreaterThan(one);
  }

  @Test
  void shouldNotCarryNegationAcrossAClause() {
    // Given
    String words = "it did not. Great, thanks";
    // When
    Sentiment sentiment = read(words);
    // Then
    assertThat(sentiment.label()).isEqualTo(Label.POSITIVE);
  }

  @Test
  void shouldStayBelowCertaintyHoweverAngryTheMessage() {
    // Given
    String words = "worst scam ".repeat(300);
    // When
    Sentiment sentiment = read(words);
    // Then
    assertThat(sentiment.negative()).isCloseTo(1, within(0.001));
    assertThat(sentiment.label()).isEqualTo(Label.NEGATIVE);
  }

  @Test
  void shouldNameItsModel() {
    // Given
    String words = "hello";
    // When
    Sentiment sentiment = read(words);
    // Then
    assertThat(sentiment.by()).isEqualTo(new Provenance("lexicon-1", Provenance.Source.EMBEDDED));
  }

  private Sentiment read(String words) {
    return model.read(Tenants.WITHOUT_RULES, words);
  }
}
