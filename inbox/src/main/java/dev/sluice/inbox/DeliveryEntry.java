package dev.sluice.inbox;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message sent out as HTTP gives it: its outcome, and how far its provider says it got.
///
/// @param messageId our own
/// @param status the furthest reported; absent while nothing was
/// @param errors the provider's, when `status` is failed; absent while no status is known
record DeliveryEntry(
    long seq,
    String messageId,
    @Nullable String campaign,
    String channel,
    String recipient,
    String outcome,
    @Nullable String providerMessageId,
    @Nullable String code,
    @Nullable String reason,
    int attempts,
    Instant startedAt,
    Instant finishedAt,
    @Nullable String status,
    @Nullable Instant statusAt,
    @JsonRawValue @Nullable String errors) {

  @Override
  public String toString() {
    return "DeliveryEntry[%d %s %s]".formatted(seq, messageId, outcome);
  }
}
