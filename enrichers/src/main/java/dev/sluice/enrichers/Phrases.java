package dev.sluice.enrichers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Words and phrases that mean something, found at a place in a text. Immutable.
///
/// Looking up costs one hash per place and one comparison per phrase that begins with its word, not
/// one per phrase.
///
/// @param <M> what a phrase means
final class Phrases<M> {

  /// A phrase and its meaning.
  ///
  /// @param tokens at least one, as [Words] would cut it
  record Phrase<M>(List<String> tokens, M meaning) {
    int length() {
      return tokens.size();
    }
  }

  private static final Comparator<Phrase<?>> LONGEST_FIRST =
      Comparator.comparingInt((Phrase<?> phrase) -> phrase.length()).reversed();

  private final Map<String, List<Phrase<M>>> byFirstWord;

  /// @param phrases those without a token can never be found and are left out
  Phrases(List<Phrase<M>> phrases) {
    Map<String, List<Phrase<M>>> index = new HashMap<>();
    for (Phrase<M> phrase : phrases) {
      if (!phrase.tokens().isEmpty()) {
        index.computeIfAbsent(phrase.tokens().getFirst(), w -> new ArrayList<>()).add(phrase);
      }
    }
    index.values().forEach(list -> list.sort(LONGEST_FIRST));
    this.byFirstWord = Map.copyOf(index);
  }

  /// The phrases that begin at `place`, the longest first.
  List<Phrase<M>> at(List<String> tokens, int place) {
    List<Phrase<M>> candidates = byFirstWord.getOrDefault(tokens.get(place), List.of());
    return candidates.stream().filter(phrase -> stands(phrase, tokens, place)).toList();
  }

  private static boolean stands(Phrase<?> phrase, List<String> tokens, int place) {
    int end = place + phrase.length();
    return end <= tokens.size() && tokens.subList(place, end).equals(phrase.tokens());
  }
}
