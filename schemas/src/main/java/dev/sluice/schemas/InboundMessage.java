package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One message from a customer, as read from a webhook.
///
/// @param messageId the channel's own id (`wamid…`, `m_…`), unique within tenant and channel. What
///   has none of its own (a reaction, an edit, a postback without one) has `<kind>:<digest>` of
///   what makes it that event, so that a repetition has the same and nothing else has. Empty only
///   in records of earlier versions
/// @param account the tenant's asset that received it: phone number id, page id or Instagram id
/// @param customer who wrote. On WhatsApp the parent business-scoped user id before the
///   business-scoped one before the phone number: the first two stay when the customer takes a user
///   name and hides the number, or gets another one. So a conversation that was known by its number
///   goes on under the id from the day Meta first sends one; `phone` tells which two belong
///   together
/// @param customerName the display name the channel sent along
/// @param sentAt the channel's time stamp, in whole seconds on WhatsApp and milliseconds elsewhere
/// @param receivedAt when the gateway took the webhook, in microseconds
/// @param phone the customer's phone number, where the channel told it and `customer` is another id
/// @param context what it refers to; absent when it refers to nothing
public record InboundMessage(
    TenantId tenant,
    Channel channel,
    String messageId,
    String account,
    Address customer,
    @Nullable String customerName,
    Instant sentAt,
    Instant receivedAt,
    Content content,
    @Nullable Address phone,
    @Nullable MessageContext context) {

  /// A message that refers to nothing, of a customer with one address.
  public InboundMessage(
      TenantId tenant,
      Channel channel,
      String messageId,
      String account,
      Address customer,
      @Nullable String customerName,
      Instant sentAt,
      Instant receivedAt,
      Content content) {
    this(
        tenant,
        channel,
        messageId,
        account,
        customer,
        customerName,
        sentAt,
        receivedAt,
        content,
        null,
        null);
  }

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

  /// The thread within which this message keeps its place: the group it was written in, or the
  /// customer's own.
  public ConversationId conversation() {
    @Nullable Address group = context == null ? null : context.group();
    return new ConversationId(tenant, channel, group == null ? customer : group);
  }

  @Override
  public String toString() {
    return "InboundMessage[%s %s %s %s]".formatted(tenant, channel.wireName(), messageId, content);
  }
}
