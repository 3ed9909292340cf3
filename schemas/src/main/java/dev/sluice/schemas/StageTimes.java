package dev.sluice.schemas;

/// When a message passed each stage, in microseconds since the epoch: where its time went.
///
/// @param received the gateway had read the webhook
/// @param admitted the topology had stored it as pending
/// @param sentiment the sentiment branch had its answer
/// @param category the category branch had its answer
/// @param released its turn in the conversation had come
public record StageTimes(
    long received, long admitted, long sentiment, long category, long released) {

  /// When the slower of the two models had answered.
  public long understood() {
    return Math.max(sentiment, category);
  }
}
