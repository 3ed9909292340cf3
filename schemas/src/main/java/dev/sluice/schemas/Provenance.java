package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Which model said something, so that a replay explains itself.
///
/// @param model name and version, for example `lexicon-1`
/// @param source how the answer came about
public record Provenance(String model, Source source) {

  public Provenance {
    requireNonNull(model, "model");
    requireNonNull(source, "source");
  }

  /// Nobody answered in time.
  public static final Provenance NOBODY = new Provenance("none", Source.DEGRADED);

  /// How an answer came about.
  public enum Source {
    /// A model inside this process.
    @JsonProperty("embedded")
    EMBEDDED,
    /// A model over HTTP.
    @JsonProperty("remote")
    REMOTE,
    /// The embedded model, because the remote one failed.
    @JsonProperty("fallback")
    FALLBACK,
    /// A fixed rule that beats every model.
    @JsonProperty("rule")
    RULE,
    /// No answer before the deadline: the message went on without one.
    @JsonProperty("degraded")
    DEGRADED
  }
}
