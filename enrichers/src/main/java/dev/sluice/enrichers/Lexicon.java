package dev.sluice.enrichers;

import dev.sluice.enrichers.Phrases.Phrase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The word list of [LexiconSentiment], read from `lexicon.txt`. Immutable.
///
/// @param moods words, phrases and emoji with their strength, -4 (furious) to 4 (delighted)
/// @param intensifiers words that multiply the strength of what follows
/// @param negators words that turn what follows
/// @param contrasts words after which the weightier half of a sentence begins
/// @param english the words with a mood and the commonest words of English, to tell whether a
///   message is in the language the list reads
record Lexicon(
    Phrases<Double> moods,
    Map<String, Double> intensifiers,
    Set<String> negators,
    Set<String> contrasts,
    Set<String> english) {

  /// Below this share of Latin letters a message is not in the language of the list.
  private static final double LATIN_SHARE_MIN = 0.5;

  /// Shorter messages are too short to tell their language by.
  private static final int WORDS_TO_TELL_LANGUAGE = 4;

  /// English is about half such words: 3 of 1,198 questions to a bank fell below this share. Other
  /// languages in Latin letters reach a tenth by coincidence.
  private static final double ENGLISH_SHARE_MIN = 0.2;

  private static final String FILE = "lexicon.txt";

  /// The list that ships with Sluice.
  static Lexicon shipped() {
    return parse(ShippedText.read(FILE));
  }

  /// Whether a message may be English: mostly Latin letters, and not four words or more with hardly
  /// an English one among them. True for emoji alone.
  boolean reads(Words message) {
    if (message.latinLetters() < LATIN_SHARE_MIN * message.letters()) {
      return false;
    }
    if (message.words() < WORDS_TO_TELL_LANGUAGE) {
      return true;
    }
    long known = message.tokens().stream().filter(english::contains).count();
    return known >= ENGLISH_SHARE_MIN * message.words();
  }

  /// @throws IllegalArgumentException when a section is not one of `mood`, `intensifiers`,
  ///   `negators`, `contrasts`, `common`
  static Lexicon parse(ShippedText text) {
    Builder builder = new Builder();
    for (ShippedText.Section section : text.sections()) {
      for (ShippedText.Entry entry : section.entries()) {
        for (String term : entry.terms()) {
          builder.add(text.name() + ":" + entry.line(), section.heading(), term, entry.number());
        }
      }
    }
    return builder.build();
  }

  /// Gathers terms by section.
  private static final class Builder {

    private final List<Phrase<Double>> moods = new ArrayList<>();
    private final Map<String, Double> intensifiers = new HashMap<>();
    private final Set<String> negators = new HashSet<>();
    private final Set<String> contrasts = new HashSet<>();
    private final Set<String> english = new HashSet<>();

    void add(String place, String section, String term, double number) {
      switch (section) {
        case "mood" -> addMood(Words.of(term).tokens(), number);
        case "intensifiers" -> intensifiers.put(term, number);
        case "negators" -> negators.add(term);
        case "contrasts" -> contrasts.add(term);
        case "common" -> english.add(term);
        default ->
            throw new IllegalArgumentException(
                "%s: [%s] is not a section of a lexicon".formatted(place, section));
      }
    }

    private void addMood(List<String> tokens, double strength) {
      if (tokens.size() == 1) {
        english.add(tokens.getFirst());
      }
      moods.add(new Phrase<>(tokens, strength));
    }

    Lexicon build() {
      return new Lexicon(
          new Phrases<>(moods),
          Map.copyOf(intensifiers),
          Set.copyOf(negators),
          Set.copyOf(contrasts),
          Set.copyOf(english));
    }
  }
}
