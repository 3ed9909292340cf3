package dev.sluice.enrichers.remote;

import dev.sluice.enrichers.CategoryModel;
import dev.sluice.enrichers.CategoryTable;
import dev.sluice.enrichers.Endpoint;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.RemoteModel;
import dev.sluice.schemas.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a message is about, according to the tenant's own model or else the embedded one. The model
/// chooses between the tenant's categories and `other`. One that gives no probability is taken at
/// its word: 1, with a note.
final class RemoteCategory implements CategoryModel {

  private final RemoteQuestions questions;
  private final CategoryModel embedded;
  private final Fallback fallback;

  RemoteCategory(RemoteQuestions questions, CategoryModel embedded, Fallback fallback) {
    this.questions = questions;
    this.embedded = embedded;
    this.fallback = fallback;
  }

  @Override
  public Category read(Tenant tenant, String words) throws ModelUnavailable {
    RemoteModel remote = tenant.models().category();
    if (remote == null || words.isBlank()) {
      return embedded.read(tenant, words);
    }
    Question question = Question.of(Task.CATEGORY, tenant, remote, labels(tenant), words);
    return switch (questions.ask(question, remote)) {
      case Asked.Answered answered -> category(answered);
      case Asked.Unanswered why -> {
        Category instead =
            fallback.answer(tenant.id(), Task.CATEGORY, why, () -> embedded.read(tenant, words));
        yield new Category(instead.name(), instead.confidence(), why.of(instead.by()));
      }
    };
  }

  private static List<String> labels(Tenant tenant) {
    return Stream.concat(
            CategoryTable.of(tenant).stream().map(CategoryRule::name), Stream.of(Category.OTHER))
        .filter(name -> !name.equals(Category.UNKNOWN))
        .distinct()
        .toList();
  }

  private static Category category(Asked.Answered answered) {
    Reading.Labelled reading = answered.reading();
    if (reading.label().equals(Category.UNKNOWN)) {
      return Category.unknown(answered.by(null));
    }
    Double score = reading.score();
    return new Category(
        reading.label(),
        score == null ? 1 : score,
        answered.by(score == null ? RemoteSentiment.NO_SCORE : null));
  }

  @Override
  public Optional<Endpoint> endpoint(Tenant tenant) {
    RemoteModel remote = tenant.models().category();
    return remote == null
        ? embedded.endpoint(tenant)
        : Optional.of(new Endpoint(Address.name(remote), remote.maxInFlight()));
  }
}
