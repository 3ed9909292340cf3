package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One message from a customer, as read from a webhook.
///
/// @param messageId the channel's own id (`wamid…`, `m_…`), unique within tenant and channel; empty
///   when the channel sent none, in which case it is never taken for a duplicate
/// @param account the tenant's asset that received it: phone number id, page id or Instagram id
/// @param customerName the display name the channel sent along
/// @param sentAt the channel's time stamp, in whole seconds on WhatsApp and milliseconds elsewhere
/// @param receivedAt when the gateway took the webhook, in microseconds
public record InboundMessage(
    TenantId tenant,
    Channel channel,
    String messageId,
    String account,
    Address customer,
    @Nullable String customerName,
    Instant sentAt,
    Instant receivedAt,
    Content content) {

  public InboundMessage {
    requireNonNull(tenant, "tenant");
    requireNonNull(channel, "channel");
    requireNonNull(messageId, "messageId");
    requireNonNull(account, "account");
    requireNonNull(customer, "customer");
    requireNonNull(sentAt, "sentAt");
    requireNonNull(receivedAt, "receivedAt");
    requireNonNull(content, "content");
  }

  /// The thread within which this message keeps its place.
  public ConversationId conversation() {
    return new ConversationId(tenant, channel, customer);
  }

  @Override
  public String toString() {
    return "InboundMessage[%s %s %s %s]".formatted(tenant, channel.wireName(), messageId, content);
  }
}
