package dev.sluice.enrichers.embedded;

import java.util.Optional;

/// Says which messages the encoder cannot read. It would not fail on them: it would call nearly all
/// of them neutral.
///
/// Thread-safe; pure.
final class LanguageGate {

  static final String NO_WORDS = "no words";
  static final String NOT_LATIN = "not in Latin letters";
  static final String NOT_ENGLISH = "not in a language the model reads";

  /// Shorter messages are too short to tell their language by.
  private static final int WORDS_TO_TELL_LANGUAGE = 4;

  /// The encoder's word pieces are those of English: English needs 1.0 to 1.5 of them for a word,
  /// tweets included; Roman Urdu 1.7 in the middle.
  private static final double PIECES_PER_WORD_MAX = 1.6;

  private LanguageGate() {}

  /// Why a message cannot be read, in our words; empty when it can.
  static Optional<String> refusal(Normalised message, Tokens tokens) {
    if (!message.speaks()) {
      return Optional.of(NO_WORDS);
    }
    if (2 * message.latinLetters() < message.letters()) {
      return Optional.of(NOT_LATIN);
    }
    boolean foreign =
        tokens.words() >= WORDS_TO_TELL_LANGUAGE
            && tokens.pieces() > PIECES_PER_WORD_MAX * tokens.words();
    return foreign ? Optional.of(NOT_ENGLISH) : Optional.empty();
  }
}
