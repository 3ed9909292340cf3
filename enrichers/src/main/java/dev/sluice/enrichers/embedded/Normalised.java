package dev.sluice.enrichers.embedded;

import dev.sluice.schemas.Sentiment.Label;
import java.util.List;

/// A message made ready for the tokenizer.
///
/// @param text with placeholders and words for emoji
/// @param letters letters the customer typed, of any script, without those of addresses and names
/// @param latinLetters those of the Latin script
/// @param moods of the emoji that the table knows, in order
/// @param cut whether the message was longer than what is read
record Normalised(String text, int letters, int latinLetters, List<Label> moods, boolean cut) {

  /// Whether all it says is emoji.
  boolean emojiOnly() {
    return letters == 0 && !moods.isEmpty();
  }

  /// Whether it says anything: a letter, or an emoji of the table.
  boolean speaks() {
    return letters > 0 || !moods.isEmpty();
  }

  /// Never repeats the message.
  @Override
  public String toString() {
    return "Normalised[%d]".formatted(text.length());
  }
}
