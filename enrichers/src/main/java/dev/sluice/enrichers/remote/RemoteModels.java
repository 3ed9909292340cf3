package dev.sluice.enrichers.remote;

import dev.sluice.enrichers.CategoryModel;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.schemas.SecretRef;
import java.util.function.Function;

/// The models of all tenants: a tenant's own, asked over HTTP, where its settings name one, and the
/// embedded ones for everybody else, for messages without words, and for whatever a tenant's own
/// model leaves unanswered.
///
/// A question takes at most 4.5 s and two requests. What the embedded model answers instead is
/// marked `fallback` with a note such as `remote: 503`; only when it fails too is there no answer.
/// Thread-safe; blocks its callers, and an interrupt ends the question.
public final class RemoteModels implements AutoCloseable {

  private final RemoteQuestions questions;
  private final SentimentModel sentiment;
  private final CategoryModel category;

  private RemoteModels(
      RemoteQuestions questions,
      SentimentModel embeddedSentiment,
      CategoryModel embeddedCategory,
      RemoteCalls calls) {
    this.questions = questions;
    Fallback fallback = new Fallback(calls);
    this.sentiment = new RemoteSentiment(questions, embeddedSentiment, fallback);
    this.category = new RemoteCategory(questions, embeddedCategory, fallback);
  }

  /// Opens no connection yet.
  ///
  /// @param secrets resolves a token, for every question anew; whatever it throws counts as a wrong
  ///   setting
  public static RemoteModels open(
      Function<SecretRef, String> secrets,
      SentimentModel fallbackSentiment,
      CategoryModel fallbackCategory,
      RemoteCalls calls) {
    return open(secrets, fallbackSentiment, fallbackCategory, calls, Pace.REAL);
  }

  static RemoteModels open(
      Function<SecretRef, String> secrets,
      SentimentModel fallbackSentiment,
      CategoryModel fallbackCategory,
      RemoteCalls calls,
      Pace pace) {
    return new RemoteModels(
        new RemoteQuestions(secrets, calls, pace), fallbackSentiment, fallbackCategory, calls);
  }

  public SentimentModel sentiment() {
    return sentiment;
  }

  public CategoryModel category() {
    return category;
  }

  /// Breaks off what is under way: those questions fall back.
  @Override
  public void close() {
    questions.close();
  }
}
