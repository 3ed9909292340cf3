package dev.sluice.enrichers.embedded;

import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.schemas.Provenance;
import java.util.List;
import java.util.Optional;

/// Reads messages for both heads: normalised, cut into tokens, refused or encoded.
final class MessageReader {

  private static final String TRUNCATED =
      "only the first %d tokens were read".formatted(WordPiece.TOKENS_MAX);

  private final Normaliser normaliser;
  private final WordPiece tokenizer;
  private final Encoder encoder;

  MessageReader(Normaliser normaliser, WordPiece tokenizer, Encoder encoder) {
    this.normaliser = normaliser;
    this.tokenizer = tokenizer;
    this.encoder = encoder;
  }

  /// A message before it is encoded.
  record Reading(Normalised message, Tokens tokens) {

    /// Why no head should judge it; empty when one may.
    Optional<String> refusal() {
      return LanguageGate.refusal(message, tokens);
    }

    /// Adds to a provenance that not all of the message was read, if so.
    Provenance signed(Provenance by) {
      return message.cut() || tokens.truncated() ? by.withNote(TRUNCATED) : by;
    }
  }

  /// Normalises and cuts a message; takes some 0.1 ms and never throws.
  Reading read(String words) {
    Normalised message = normaliser.of(words);
    return new Reading(message, tokenizer.of(message.text()));
  }

  /// The vector of a message; blocks for some milliseconds.
  ///
  /// @throws ModelUnavailable as [Encoder#vectorOf] does
  float[] vectorOf(Reading reading) throws ModelUnavailable {
    return encoder.vectorOf(reading.tokens());
  }

  /// The vectors of example lines, one after the other: the messages of customers take turns with
  /// them.
  float[][] vectorsOf(List<String> lines) throws ModelUnavailable {
    return vectorsOfTokens(lines.stream().map(line -> read(line).tokens()).toList());
  }

  /// The vectors of example lines that were read, as [#vectorsOf].
  float[][] vectorsOfTokens(List<Tokens> lines) throws ModelUnavailable {
    float[][] vectors = new float[lines.size()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = encoder.vectorOf(lines.get(i));
    }
    return vectors;
  }
}
