package dev.sluice.enrichers;

import dev.sluice.enrichers.Phrases.Phrase;
import dev.sluice.schemas.CategoryRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The keywords of a list of categories, ready to be found in messages. Immutable.
///
/// Keywords match whole words, whatever their case, hyphens and apostrophes. A phrase counts the
/// square of its words, so `card blocked` (4) beats a chance `card` here and `app` there (1 + 1).
/// The category with the most points wins; between equals the heavier one, then the earlier one in
/// the list.
public final class Keywords {

  /// A doubt of one point: a single word is believed by half, a phrase of two by four fifths.
  private static final double DOUBT = 1;

  private final List<CategoryRule> rules;
  private final Phrases<Integer> phrases;

  private Keywords(List<CategoryRule> rules) {
    this.rules = List.copyOf(rules);
    this.phrases = compile(rules);
  }

  /// A category whose keywords stand in a message.
  ///
  /// @param confidence the share of the evidence that speaks for it, below 1; not a probability
  public record Found(String category, double confidence) {}

  /// Compiles the keywords of categories; one without any is never found.
  public static Keywords of(List<CategoryRule> rules) {
    return new Keywords(rules);
  }

  /// The category that a message's words speak for; only its first 4,000 characters are read. Never
  /// throws.
  public Optional<Found> in(String words) {
    return in(Words.of(words));
  }

  Optional<Found> in(Words message) {
    int[] points = points(message);
    int total = 0;
    int best = -1;
    for (int rule = 0; rule < points.length; rule++) {
      total += points[rule];
      if (points[rule] > 0 && (best < 0 || beats(points, rule, best))) {
        best = rule;
      }
    }
    return best < 0
        ? Optional.empty()
        : Optional.of(new Found(rules.get(best).name(), points[best] / (total + DOUBT)));
  }

  /// Whether these are the keywords of exactly those rules.
  boolean areOf(List<CategoryRule> others) {
    return rules.equals(others);
  }

  private boolean beats(int[] points, int rule, int best) {
    return points[rule] != points[best]
        ? points[rule] > points[best]
        : rules.get(rule).weight() > rules.get(best).weight();
  }

  /// The points of each rule. A rule counts its longest phrase at a place, and what a phrase covers
  /// is not counted again for the same rule.
  private int[] points(Words message) {
    List<String> tokens = message.tokens().stream().map(Keywords::plain).toList();
    int[] points = new int[rules.size()];
    int[] coveredTo = new int[rules.size()];
    for (int place = 0; place < tokens.size(); place++) {
      for (Phrase<Integer> found : phrases.at(tokens, place)) {
        int rule = found.meaning();
        if (coveredTo[rule] <= place) {
          points[rule] += found.length() * found.length();
          coveredTo[rule] = place + found.length();
        }
      }
    }
    return points;
  }

  private static Phrases<Integer> compile(List<CategoryRule> rules) {
    List<Phrase<Integer>> phrases = new ArrayList<>();
    for (int rule = 0; rule < rules.size(); rule++) {
      Set<List<String>> seen = new HashSet<>();
      for (String keyword : rules.get(rule).keywords()) {
        List<String> tokens = Words.of(keyword).tokens().stream().map(Keywords::plain).toList();
        if (seen.add(tokens)) {
          phrases.add(new Phrase<>(tokens, rule));
        }
      }
    }
    return new Phrases<>(phrases);
  }

  /// `can't` and `cant` are one word to a keyword.
  private static String plain(String token) {
    return token.replace("'", "");
  }
}
