package dev.sluice.enrichers.embedded;

import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.schemas.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads messages for both heads: normalised, cut into tokens, refused or encoded.
final class MessageReader {

  private static final String TRUNCATED =
      "only the first %d tokens were read".formatted(WordPiece.TOKENS_MAX);

  private final Normaliser normaliser;
  private final WordPiece tokenizer;
  private final Rarity rarity;
  private final Encoder encoder;

  private MessageReader(
      Normaliser normaliser, WordPiece tokenizer, Rarity rarity, Encoder encoder) {
    this.normaliser = normaliser;
    this.tokenizer = tokenizer;
    this.rarity = rarity;
    this.encoder = encoder;
  }

  /// A reader to which the words are rare that few of some lines hold.
  static MessageReader on(Encoder encoder, List<String> lines) {
    Normaliser normaliser = new Normaliser(EmojiTable.shipped());
    WordPiece tokenizer = new WordPiece(Vocabulary.shipped());
    Rarity rarity =
        Rarity.of(lines.stream().map(line -> tokenizer.of(normaliser.of(line).text())).toList());
    return new MessageReader(normaliser, tokenizer, rarity, encoder);
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

  /// The meaning of a message; blocks for some milliseconds.
  ///
  /// @throws ModelUnavailable as [Encoder#meaningOf] does
  Meaning meaningOf(Tokens message) throws ModelUnavailable {
    return encoder.meaningOf(message, rarity.along(message));
  }

  /// The meanings of example lines, one after the other: the messages of customers take turns with
  /// them.
  List<Meaning> meaningsOf(List<Tokens> lines) throws ModelUnavailable {
    List<Meaning> meanings = new ArrayList<>(lines.size());
    for (Tokens line : lines) {
      meanings.add(meaningOf(line));
    }
    return meanings;
  }

  /// Which words are rare.
  Rarity rarity() {
    return rarity;
  }
}
