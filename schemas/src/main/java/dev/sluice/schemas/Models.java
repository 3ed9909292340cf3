package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which models read a tenant's messages.
///
/// @param taxonomy the shipped categories it uses when it has none of its own
/// @param sentiment the tenant's own model; null means the embedded one
/// @param category the tenant's own model; null means the embedded one
public record Models(
    Taxonomy taxonomy, @Nullable RemoteModel sentiment, @Nullable RemoteModel category) {

  /// What a sentiment model's own labels may lead to, as in [Sentiment.Label].
  private static final List<String> SENTIMENTS =
      List.of("negative", "neutral", "positive", "unknown");

  /// The embedded models and the general categories.
  public static final Models DEFAULT = new Models(Taxonomy.GENERAL, null, null);

  /// The categories that ship with Sluice, each a file of topics with example lines.
  public enum Taxonomy {
    @JsonProperty("general")
    GENERAL,
    @JsonProperty("bank")
    BANK,
    @JsonProperty("retailer")
    RETAILER,
    @JsonProperty("clinic")
    CLINIC
  }

  /// @throws InvalidSetting when the sentiment model's labels lead to something that is no
  ///   sentiment
  public Models {
    if (sentiment != null) {
      for (String label : sentiment.labels().values()) {
        if (!SENTIMENTS.contains(label)) {
          throw new InvalidSetting(
              "sentiment.labels", label, "must be one of " + String.join(", ", SENTIMENTS));
        }
      }
    }
  }

  @JsonCreator
  static Models of(
      @JsonProperty("taxonomy") @Nullable Taxonomy taxonomy,
      @JsonProperty("sentiment") @Nullable RemoteModel sentiment,
      @JsonProperty("category") @Nullable RemoteModel category) {
    return new Models(taxonomy == null ? Taxonomy.GENERAL : taxonomy, sentiment, category);
  }
}
