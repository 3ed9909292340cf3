package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A message as an agent sees it: understood, scored and routed.
///
/// @param inbox the name of the inbox the tenant's rules chose
public record InboxItem(
    InboundMessage message,
    Sentiment sentiment,
    Category category,
    Priority priority,
    String inbox,
    StageTimes stages) {

  public InboxItem {
    requireNonNull(message, "message");
    requireNonNull(sentiment, "sentiment");
    requireNonNull(category, "category");
    requireNonNull(priority, "priority");
    requireNonNull(inbox, "inbox");
    requireNonNull(stages, "stages");
  }

  /// Whether a model's answer is missing because it did not come in time. Written to JSON, ignored
  /// when read.
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public boolean degraded() {
    return sentiment.by().source() == Provenance.Source.DEGRADED
        || category.by().source() == Provenance.Source.DEGRADED;
  }
}
