package dev.sluice.enrichers;

import dev.sluice.schemas.Category;
import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the category whose keywords a message holds. Keywords and nothing else: it knows no
/// grammar, and its confidence is a share of evidence, not a measured probability.
///
/// How keywords match is [Keywords]' to say. A tenant without categories of its own is read with
/// the table `categories.txt`. A message without words is `unknown`, and so is one not in English
/// where that table, which is English, found nothing. Only the first 4,000 characters are read.
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

  private static final Provenance BY = new Provenance(MODEL, Provenance.Source.EMBEDDED);

  private final Lexicon english = Lexicon.shipped();
  private final Map<TenantId, Keywords> compiled = new ConcurrentHashMap<>();

  @Override
  public Category read(Tenant tenant, String words) {
    Words message = Words.of(words);
    Keywords keywords = compiledFor(tenant.id(), CategoryTable.keywordsOf(tenant));
    Optional<Keywords.Found> found = keywords.in(message);
    if (found.isPresent()) {
      return new Category(found.get().category(), found.get().confidence(), BY);
    }
    boolean unreadable =
        message.words() == 0 || (tenant.categories().isEmpty() && !english.reads(message));
    return unreadable
        ? Category.unknown(BY)
        : new Category(Category.OTHER, CONFIDENCE_OF_OTHER, BY);
  }

  private Keywords compiledFor(TenantId tenant, List<CategoryRule> rules) {
    Keywords known = compiled.get(tenant);
    if (known != null && known.areOf(rules)) {
      return known;
    }
    Keywords fresh = Keywords.of(rules);
    if (known != null || compiled.size() < TENANTS_KEPT) {
      compiled.put(tenant, fresh);
    }
    return fresh;
  }
}
