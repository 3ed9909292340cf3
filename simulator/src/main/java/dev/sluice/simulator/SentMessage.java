package dev.sluice.simulator;

import dev.sluice.schemas.ConversationId;
import java.time.Duration;
import java.time.Instant;

/// What a [MetaSimulator] knows of one message it posted.
///
/// @param sequence place in the conversation, from 0
/// @param sentAt when it was first posted, by the clock on the wall
/// @param status the last HTTP status, 0 when no answer came
/// @param deliveries posts until it was acknowledged or given up; 1 when all went well
/// @param duplicates further posts of the same bytes after it was acknowledged
/// @param firstNanos when its first delivery began, of [System#nanoTime]
/// @param lastNanos when its last delivery began, duplicates aside, of [System#nanoTime]
/// @param answeredNanos when that delivery was answered or given up, of [System#nanoTime]
public record SentMessage(
    ConversationId conversation,
    String account,
    String messageId,
    int sequence,
    Instant sentAt,
    int status,
    int deliveries,
    int duplicates,
    long firstNanos,
    long lastNanos,
    long answeredNanos) {

  /// Whether the gateway took responsibility for it.
  public boolean acknowledged() {
    return status == WebhookPoster.ACKNOWLEDGED;
  }

  /// How long the delivery that was acknowledged took.
  public Duration ackLatency() {
    return Duration.ofNanos(answeredNanos - lastNanos);
  }

  /// The same message, posted so many times more.
  SentMessage withDuplicates(int posts) {
    return new SentMessage(
        conversation,
        account,
        messageId,
        sequence,
        sentAt,
        status,
        deliveries,
        duplicates + posts,
        firstNanos,
        lastNanos,
        answeredNanos);
  }
}
