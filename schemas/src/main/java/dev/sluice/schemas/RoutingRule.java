package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Sends what meets all of its conditions to an inbox. A condition left out always holds.
///
/// @param minimumScore the priority score from which the rule applies
public record RoutingRule(
    String inbox,
    @Nullable String category,
    @Nullable Channel channel,
    @Nullable Integer minimumScore) {

  public RoutingRule {
    if (minimumScore != null) {
      Settings.between("minimumScore", minimumScore, 0, 100);
    }
  }

  @JsonCreator
  static RoutingRule of(
      @JsonProperty("inbox") @Nullable String inbox,
      @JsonProperty("category") @Nullable String category,
      @JsonProperty("channel") @Nullable Channel channel,
      @JsonProperty("minimumScore") @Nullable Integer minimumScore) {
    return new RoutingRule(Settings.required("inbox", inbox), category, channel, minimumScore);
  }
}
