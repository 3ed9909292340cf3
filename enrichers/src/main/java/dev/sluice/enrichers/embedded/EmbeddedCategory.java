package dev.sluice.enrichers.embedded;

import dev.sluice.enrichers.CategoryModel;
import dev.sluice.enrichers.CategoryTable;
import dev.sluice.enrichers.Endpoint;
import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.Tenant;
import java.util.Optional;

/// Tells the category of a message from the examples of its topics: the tenant's own, or those of
/// the shipped taxonomy it names.
///
/// A message near to no topic is `other`; one the encoder cannot read is `unknown`, with a note. In
/// both cases a keyword of a category decides instead if the message holds one, marked as a rule. A
/// tenant whose categories hold keywords only is read by [KeywordCategory].
///
/// Safe for many threads; blocks for the encoder and for the first fit of a tenant's categories,
/// gives up when interrupted.
final class EmbeddedCategory implements CategoryModel {

  private final MessageReader reader;
  private final CategoryHeads heads;
  private final Endpoint endpoint;
  private final KeywordCategory keywords = new KeywordCategory();

  EmbeddedCategory(MessageReader reader, CategoryHeads heads, Endpoint endpoint) {
    this.reader = reader;
    this.heads = heads;
    this.endpoint = endpoint;
  }

  @Override
  public Category read(Tenant tenant, String words) throws ModelUnavailable {
    if (!hasTopics(tenant)) {
      return keywords.read(tenant, words);
    }
    CategoryHead head = heads.of(tenant);
    MessageReader.Reading reading = reader.read(words);
    Optional<String> refusal = reading.refusal();
    if (refusal.isPresent()) {
      return head.orByKeyword(words, head.unread(refusal.get()));
    }
    Category judged = head.judge(reading.tokens(), reader.meaningOf(reading.tokens()));
    Category answer =
        judged.name().equals(Category.OTHER) ? head.orByKeyword(words, judged) : judged;
    return new Category(answer.name(), answer.confidence(), reading.signed(answer.by()));
  }

  /// Begins to fit a tenant's categories; does not wait.
  ///
  /// @throws ModelUnavailable when too many tenants wait for theirs
  void prepare(Tenant tenant) throws ModelUnavailable {
    if (hasTopics(tenant)) {
      heads.prepare(tenant);
    }
  }

  private static boolean hasTopics(Tenant tenant) {
    return CategoryTable.of(tenant).stream().anyMatch(rule -> !rule.topics().isEmpty());
  }

  @Override
  public Optional<Endpoint> endpoint(Tenant tenant) {
    return Optional.of(endpoint);
  }
}
