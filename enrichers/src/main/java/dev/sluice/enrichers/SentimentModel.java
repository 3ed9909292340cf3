package dev.sluice.enrichers;

import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Tenant;
import java.util.Optional;

/// Tells how a customer feels.
///
/// Called from many threads at once, on virtual threads; may block up to the caller's deadline and
/// must answer an interrupt by giving up.
public interface SentimentModel {

  /// Reads one message. A message it cannot read is answered with the label `unknown`, never with
  /// `neutral` and never with an exception.
  ///
  /// @param words what the customer wrote; may be empty
  /// @throws ModelUnavailable when no answer could be had; [ModelUnavailable#retryable()] says
  ///   whether asking again can help
  Sentiment read(Tenant tenant, String words) throws ModelUnavailable;

  /// Where this tenant's calls go; empty for a model inside this process, whose calls share the
  /// process's permits.
  default Optional<Endpoint> endpoint(Tenant tenant) {
    return Optional.empty();
  }
}
