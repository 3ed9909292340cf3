package dev.sluice.enrichers;

import dev.sluice.enrichers.Phrases.Phrase;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Tenant.CategoryRule;
import dev.sluice.schemas.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the category whose keywords a message holds. Keywords and nothing else: it knows no
/// grammar, and its confidence is a share of evidence, not a measured probability.
///
/// Keywords match whole words, whatever their case, hyphens and apostrophes. A phrase counts the
/// square of its words, so `card blocked` (4) beats a chance `card` here and `app` there (1 + 1).
/// The category with the most points wins; between equals the heavier one, then the earlier one in
/// the table. A message without words is `unknown`, and so is one not in English where the shipped
/// table, which is English, found nothing. Only the first 4,000 characters are read.
///
/// Thread-safe; never blocks, never throws.
public final class KeywordCategory implements CategoryModel {

  /// Name and version, carried in every answer. Changed whenever the rules above or the shipped
  /// table change an answer.
  public static final String MODEL = "keywords-1";

  /// Tenants whose keywords are kept compiled. A table of 200 phrases takes 55 KB compiled, so
  /// these are 110 MB at the very most; a tenant beyond them has its table compiled for every
  /// message, which takes 1 to 2 ms.
  static final int TENANTS_KEPT = 2_000;

  /// Finding no keyword is weak evidence that there was nothing to find.
  private static final double CONFIDENCE_OF_OTHER = 0.5;

  /// A doubt of one point: a single word is believed by half, a phrase of two by four fifths.
  private static final double DOUBT = 1;

  private static final Provenance BY = new Provenance(MODEL, Provenance.Source.EMBEDDED);

  /// @param rules what was compiled, to notice that a tenant has changed them
  private record Compiled(List<CategoryRule> rules, Phrases<Integer> phrases) {}

  private final Lexicon english = Lexicon.shipped();
  private final Map<TenantId, Compiled> compiled = new ConcurrentHashMap<>();

  @Override
  public Category read(Tenant tenant, String words) {
    List<CategoryRule> rules = CategoryTable.of(tenant);
    Words message = Words.of(words);
    int[] points = points(message, compiledFor(tenant.id(), rules), rules.size());
    int total = 0;
    int best = -1;
    for (int rule = 0; rule < points.length; rule++) {
      total += points[rule];
      if (points[rule] > 0 && (best < 0 || beats(rules, points, rule, best))) {
        best = rule;
      }
    }
    if (best >= 0) {
      return new Category(rules.get(best).name(), points[best] / (total + DOUBT), BY);
    }
    boolean unreadable =
        message.words() == 0 || (tenant.categories().isEmpty() && !english.reads(message));
    return unreadable
        ? Category.unknown(BY)
        : new Category(Category.OTHER, CONFIDENCE_OF_OTHER, BY);
  }

  private static boolean beats(List<CategoryRule> rules, int[] points, int rule, int best) {
    return points[rule] != points[best]
        ? points[rule] > points[best]
        : rules.get(rule).weight() > rules.get(best).weight();
  }

  /// The points of each rule. A rule counts its longest phrase at a place, and what a phrase covers
  /// is not counted again for the same rule.
  private static int[] points(Words message, Phrases<Integer> phrases, int rules) {
    List<String> tokens = message.tokens().stream().map(KeywordCategory::plain).toList();
    int[] points = new int[rules];
    int[] coveredTo = new int[rules];
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

  private Phrases<Integer> compiledFor(TenantId tenant, List<CategoryRule> rules) {
    Compiled known = compiled.get(tenant);
    if (known != null && known.rules().equals(rules)) {
      return known.phrases();
    }
    Compiled fresh = new Compiled(rules, compile(rules));
    if (known != null || compiled.size() < TENANTS_KEPT) {
      compiled.put(tenant, fresh);
    }
    return fresh.phrases();
  }

  private static Phrases<Integer> compile(List<CategoryRule> rules) {
    List<Phrase<Integer>> phrases = new ArrayList<>();
    for (int rule = 0; rule < rules.size(); rule++) {
      Set<List<String>> seen = new HashSet<>();
      for (String keyword : rules.get(rule).keywords()) {
        List<String> tokens =
            Words.of(keyword).tokens().stream().map(KeywordCategory::plain).toList();
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
