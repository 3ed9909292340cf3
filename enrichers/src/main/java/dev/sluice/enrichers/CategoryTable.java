package dev.sluice.enrichers;

import dev.sluice.schemas.Category;
import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.Tenant;
import java.util.List;
import java.util.stream.IntStream;

/// Which categories a tenant has and what each adds to the priority score: the tenant's own rules,
/// or the shipped taxonomy that it names when it has none.
///
/// A model that knows keywords only reads a tenant without own rules with the table
/// `categories.txt`; its categories weigh here too.
public final class CategoryTable {

  /// Points of a message that was read and fits no category: it wants an answer, nothing says how
  /// soon. Below every category of the shipped table but `info`.
  static final int OTHER_WEIGHT = 5;

  /// Points of a message nobody could read, and of a category that is in no table any more. Between
  /// `billing` and `complaint`: it may be anything, so it is never calm.
  static final int UNKNOWN_WEIGHT = 25;

  private static final String FILE = "categories.txt";

  private static final List<CategoryRule> KEYWORDS = parse(ShippedText.read(FILE));

  private CategoryTable() {}

  /// The rules that hold for a tenant, in the order of their table.
  public static List<CategoryRule> of(Tenant tenant) {
    return tenant.categories().isEmpty()
        ? Taxonomies.of(tenant.models().taxonomy())
        : tenant.categories();
  }

  /// The rules of a model that knows keywords only: the tenant's own, or the shipped keywords.
  static List<CategoryRule> keywordsOf(Tenant tenant) {
    return tenant.categories().isEmpty() ? KEYWORDS : tenant.categories();
  }

  /// What a category adds to the priority score, 0 to 100. A rule of the tenant named `other` or
  /// `unknown` sets the points of that answer.
  public static int weightOf(Tenant tenant, String category) {
    for (CategoryRule rule : of(tenant)) {
      if (rule.name().equals(category)) {
        return rule.weight();
      }
    }
    for (CategoryRule rule : keywordsOf(tenant)) {
      if (rule.name().equals(category)) {
        return rule.weight();
      }
    }
    return category.equals(Category.OTHER) ? OTHER_WEIGHT : UNKNOWN_WEIGHT;
  }

  /// One section per category; its lines give the weight, the same on every line, and keywords.
  static List<CategoryRule> parse(ShippedText text) {
    return text.sections().stream().map(section -> rule(text.name(), section)).toList();
  }

  private static CategoryRule rule(String file, ShippedText.Section section) {
    List<String> keywords =
        section.entries().stream().flatMap(entry -> entry.terms().stream()).toList();
    int[] weights =
        section.entries().stream()
            .flatMapToInt(entry -> IntStream.of((int) entry.number()))
            .distinct()
            .toArray();
    if (weights.length != 1) {
      throw new IllegalArgumentException(
          "%s: [%s] must give one weight".formatted(file, section.heading()));
    }
    return new CategoryRule(section.heading(), weights[0], keywords);
  }
}
