package dev.sluice.inbox;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A stored message as HTTP gives it. JSON columns pass through as the database holds them.
///
/// Holds a customer's words and address: never to be logged.
///
/// @param messageId the channel's own; `position:…` where it sent none
/// @param stages microseconds since the epoch, `stored` among them
record InboxEntry(
    long seq,
    String channel,
    String messageId,
    String account,
    String customer,
    @Nullable String customerName,
    @JsonRawValue String content,
    @JsonRawValue String sentiment,
    @JsonRawValue String category,
    Ranking priority,
    String inbox,
    boolean degraded,
    Instant sentAt,
    Instant receivedAt,
    Instant storedAt,
    @JsonRawValue String stages) {

  /// @param reasons in the order they were added
  /// @param due when an answer is due; absent where nobody has said
  record Ranking(int score, String band, @JsonRawValue String reasons, @Nullable Instant due) {}

  @Override
  public String toString() {
    return "InboxEntry[%d %s %s]".formatted(seq, channel, messageId);
  }
}
