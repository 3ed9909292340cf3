package dev.sluice.topology.score;

import dev.sluice.schemas.PriorityRules.HardRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Hard rules, compiled: finds those whose words a text holds. Whole words only, in any case, with
/// or without accents; a trailing `*` stands for any ending. Immutable and thread-safe.
///
/// Takes time in proportion to the text, however many rules there are.
final class HardWords {

  /// The words of one phrase; of the last one only the beginning where it ends in `*`.
  private record Phrase(int rule, List<String> words, boolean anyEnding) {

    boolean isAt(List<String> tokens, int place) {
      int last = words.size() - 1;
      if (place + last >= tokens.size()) {
        return false;
      }
      for (int i = 0; i < last; i++) {
        if (!words.get(i).equals(tokens.get(place + i))) {
          return false;
        }
      }
      String end = tokens.get(place + last);
      return anyEnding ? end.startsWith(words.get(last)) : end.equals(words.get(last));
    }
  }

  private final List<HardRule> rules;
  private final Map<String, List<Phrase>> byFirstWord = new HashMap<>();
  private final Map<String, List<Phrase>> byStem = new HashMap<>();
  private int longestStem;

  private HardWords(List<HardRule> rules) {
    this.rules = rules;
  }

  static HardWords compile(List<HardRule> rules) {
    HardWords compiled = new HardWords(List.copyOf(rules));
    for (int rule = 0; rule < rules.size(); rule++) {
      for (String words : rules.get(rule).words()) {
        compiled.add(new Phrase(rule, Tokens.of(words), words.endsWith("*")));
      }
    }
    return compiled;
  }

  private void add(Phrase phrase) {
    String first = phrase.words().getFirst();
    boolean stem = phrase.anyEnding() && phrase.words().size() == 1;
    (stem ? byStem : byFirstWord).computeIfAbsent(first, word -> new ArrayList<>()).add(phrase);
    if (stem) {
      longestStem = Math.max(longestStem, first.length());
    }
  }

  /// The rules that hold for a text, each once, in their order.
  List<HardRule> in(String text) {
    if (rules.isEmpty()) {
      return List.of();
    }
    List<String> tokens = Tokens.of(text);
    SortedSet<Integer> found = new TreeSet<>();
    for (int place = 0; place < tokens.size(); place++) {
      for (Phrase phrase : byFirstWord.getOrDefault(tokens.get(place), List.of())) {
        if (phrase.isAt(tokens, place)) {
          found.add(phrase.rule());
        }
      }
      addStems(tokens.get(place), found);
    }
    return found.stream().map(rules::get).toList();
  }

  private void addStems(String token, SortedSet<Integer> found) {
    for (int length = 1; length <= Math.min(token.length(), longestStem); length++) {
      for (Phrase phrase : byStem.getOrDefault(token.substring(0, length), List.of())) {
        found.add(phrase.rule());
      }
    }
  }
}
