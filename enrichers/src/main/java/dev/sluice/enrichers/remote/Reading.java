package dev.sluice.enrichers.remote;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the body of an answer says. Reasons are in our words and hold nothing of the body.
sealed interface Reading {

  /// A label of the tenant's, or `unknown`.
  ///
  /// @param score its probability; null when the model gave none
  /// @param scores of our labels, as far as the model gave them
  /// @param model name and version as the answer has them; null when it has none
  record Labelled(
      String label, @Nullable Double score, Map<String, Double> scores, @Nullable String model)
      implements Reading {
    public Labelled {
      scores = Map.copyOf(scores);
    }
  }

  /// A label nobody knows.
  record UnknownLabel() implements Reading {}

  /// Well-formed, but without a result for this message. Asking again may help.
  record Missing() implements Reading {}

  /// The model says that it will not answer for this message.
  record Refused(String reason) implements Reading {}

  /// Not what the contract says.
  record Garbage(String reason) implements Reading {}
}
