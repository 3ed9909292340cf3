package dev.sluice.enrichers.remote;

import dev.sluice.enrichers.Endpoint;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.schemas.RemoteModel;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Sentiment.Label;
import dev.sluice.schemas.Tenant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a customer feels, according to the tenant's own model or else the embedded one.
///
/// The probability of negative is the model's own where it gives one for each label; else, of a
/// message labelled negative, the label's, and 0 of any other. A model that gives no probability at
/// all is taken at its word: 1, with a note.
final class RemoteSentiment implements SentimentModel {

  static final String NO_SCORE = "remote: no score";

  private static final List<String> LABELS = List.of("negative", "neutral", "positive");

  private final RemoteQuestions questions;
  private final SentimentModel embedded;
  private final Fallback fallback;

  RemoteSentiment(RemoteQuestions questions, SentimentModel embedded, Fallback fallback) {
    this.questions = questions;
    this.embedded = embedded;
    this.fallback = fallback;
  }

  @Override
  public Sentiment read(Tenant tenant, String words) throws ModelUnavailable {
    RemoteModel remote = tenant.models().sentiment();
    if (remote == null || words.isBlank()) {
      return embedded.read(tenant, words);
    }
    Question question = Question.of(Task.SENTIMENT, tenant, remote, LABELS, words);
    return switch (questions.ask(question, remote)) {
      case Asked.Answered answered -> sentiment(answered);
      case Asked.Unanswered why -> {
        Sentiment instead =
            fallback.answer(tenant.id(), Task.SENTIMENT, why, () -> embedded.read(tenant, words));
        yield new Sentiment(
            instead.label(), instead.confidence(), instead.negative(), why.of(instead.by()));
      }
    };
  }

  private static Sentiment sentiment(Asked.Answered answered) {
    Reading.Labelled reading = answered.reading();
    Label label = Label.valueOf(reading.label().toUpperCase(Locale.ROOT));
    if (label == Label.UNKNOWN) {
      return Sentiment.unknown(answered.by(null));
    }
    Double score = reading.score();
    double confidence = score == null ? 1 : score;
    double negative =
        reading.scores().getOrDefault("negative", label == Label.NEGATIVE ? confidence : 0);
    return new Sentiment(label, confidence, negative, answered.by(score == null ? NO_SCORE : null));
  }

  @Override
  public Optional<Endpoint> endpoint(Tenant tenant) {
    RemoteModel remote = tenant.models().sentiment();
    return remote == null
        ? embedded.endpoint(tenant)
        : Optional.of(new Endpoint(Address.name(remote), remote.maxInFlight()));
  }
}
