package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a customer feels, as far as a model can tell.
///
/// @param confidence of the label, 0 to 1
/// @param negative probability that the message is negative, 0 to 1: what the priority score reads
public record Sentiment(Label label, double confidence, double negative, Provenance by) {

  /// Nobody could tell. Never to be read as calm.
  public static final Sentiment DEGRADED = unknown(Provenance.NOBODY);

  /// The three classes, and the honest fourth.
  public enum Label {
    @JsonProperty("negative")
    NEGATIVE,
    @JsonProperty("neutral")
    NEUTRAL,
    @JsonProperty("positive")
    POSITIVE,
    /// No words, a language the model does not read, or no answer. Not the same as neutral.
    @JsonProperty("unknown")
    UNKNOWN
  }

  public Sentiment {
    requireNonNull(label, "label");
    requireNonNull(by, "by");
    Probability.check("confidence", confidence);
    Probability.check("negative", negative);
  }

  /// The answer of a model that cannot tell.
  public static Sentiment unknown(Provenance by) {
    return new Sentiment(Label.UNKNOWN, 0, 0, by);
  }
}
