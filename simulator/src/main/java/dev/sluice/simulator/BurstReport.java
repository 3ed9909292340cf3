package dev.sluice.simulator;

import dev.sluice.schemas.ConversationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a burst came to, and what must be in the inbox because of it.
///
/// @param planned messages the plan holds
/// @param messages those that were posted, conversation by conversation, in order
public record BurstReport(
    int planned, List<SentMessage> messages, Instant startedAt, Duration took) {

  public BurstReport {
    messages = List.copyOf(messages);
  }

  /// Messages posted at least once. Fewer than planned when a conversation was given up.
  public int sent() {
    return messages.size();
  }

  /// Messages the gateway took responsibility for.
  public int acknowledged() {
    return (int) messages.stream().filter(SentMessage::acknowledged).count();
  }

  /// Deliveries made because an earlier one was not acknowledged.
  public int redelivered() {
    return messages.stream().mapToInt(message -> message.deliveries() - 1).sum();
  }

  /// Deliveries made although an earlier one was acknowledged.
  public int duplicated() {
    return messages.stream().mapToInt(SentMessage::duplicates).sum();
  }

  /// How long acknowledged deliveries took, in milliseconds.
  public Percentiles ackMillis() {
    return Percentiles.ofNanos(
        messages.stream()
            .filter(SentMessage::acknowledged)
            .mapToLong(message -> message.ackLatency().toNanos())
            .toArray());
  }

  /// The ids of all acknowledged messages of each conversation, in order: exactly once each, and in
  /// this order, is what the inbox owes. A message that was posted and not acknowledged may be
  /// there too: see [#unacknowledged].
  public Map<ConversationId, List<String>> expected() {
    return ids(true);
  }

  /// The ids of messages that were posted and never acknowledged.
  public Map<ConversationId, List<String>> unacknowledged() {
    return ids(false);
  }

  private Map<ConversationId, List<String>> ids(boolean acknowledged) {
    Map<ConversationId, List<String>> ids = new LinkedHashMap<>();
    for (SentMessage message : messages) {
      if (message.acknowledged() == acknowledged) {
        ids.computeIfAbsent(message.conversation(), ignored -> new ArrayList<>())
            .add(message.messageId());
      }
    }
    return ids;
  }
}
