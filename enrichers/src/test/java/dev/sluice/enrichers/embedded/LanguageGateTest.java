package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageGateTest {

  private static final Normaliser NORMALISER = new Normaliser(EmojiTable.shipped());
  private static final WordPiece TOKENIZER = new WordPiece(Vocabulary.shipped());

  private static Optional<String> refusal(String words) {
    Normalised message = NORMALISER.of(words);
    return LanguageGate.refusal(message, TOKENIZER.of(message.text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ok",
        "Where is my card?",
        "I can't log in to the app since yesterday, it says 'invalid credentials'!",
        "pls help asap, order #4711 hasn't arrived yet :(",
        "ghar kab",
        "my parcel is late again #worstdeliveryever #neveragainacmecorp #refundmymoneynow",
        "please check AB12CD34EF56GH and ZX98YW76VU54 for me",
        "my карта is blocked again",
        "😡",
      })
  void shouldLetEnglishAndWhatIsTooShortPass(String words) {
    // Given words
    // When
    Optional<String> refusal = refusal(words);
    // Then
    assertThat(refusal).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mujhe mera paisa wapas chahiye abhi tak nahi aya | not in a language the model reads",
        "¿dónde está mi pedido? llevo dos semanas esperando | not in a language the model reads",
        "میرا کارڈ بلاک ہو گیا ہے | not in Latin letters",
        "где моя карта ok | not in Latin letters",
        "我的卡在哪里 | not in Latin letters",
        "12345 | no words",
        "https://acme.example | no words",
      })
  void shouldRefuseWhatTheEncoderCannotRead(String words, String reason) {
    // Given words
    // When
    Optional<String> refusal = refusal(words);
    // Then
    assertThat(refusal).contains(reason);
  }
}
