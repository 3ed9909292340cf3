package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Which model said something, so that a replay explains itself.
///
/// @param model name and version, for example `lexicon-1`
/// @param source how the answer came about
/// @param note what an agent should know of it, in our words, for example `not in a language the
///   model reads` or `remote: 503`; never a customer's words
public record Provenance(String model, Source source, @Nullable String note) {

  public Provenance {
    requireNonNull(model, "model");
    requireNonNull(source, "source");
  }

  /// An answer there is nothing more to say of.
  public Provenance(String model, Source source) {
    this(model, source, null);
  }

  /// The same with a note.
  public Provenance withNote(@Nullable String remark) {
    return new Provenance(model, source, remark);
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
