package dev.sluice.enrichers;

import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.Models.Taxonomy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The categories by example that ship with Sluice: one file `taxonomy-<name>.txt` for each
/// [Taxonomy], read when it is first asked for.
public final class Taxonomies {

  private static final Map<Taxonomy, List<CategoryRule>> READ = new ConcurrentHashMap<>();

  private Taxonomies() {}

  /// The categories of a taxonomy, in the order of its file; always the same list.
  ///
  /// @throws IllegalArgumentException when the file is broken, naming file and line
  public static List<CategoryRule> of(Taxonomy taxonomy) {
    return READ.computeIfAbsent(taxonomy, Taxonomies::read);
  }

  private static List<CategoryRule> read(Taxonomy taxonomy) {
    String name = "embedded/taxonomy-%s.txt".formatted(taxonomy.name().toLowerCase(Locale.ROOT));
    return TaxonomyText.parse(name, ShippedText.text(name));
  }
}
