package dev.sluice.topology.parse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.MessageContext;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where an element stands in its webhook: all that it does not say itself.
///
/// @param account the entry's id, or that of the phone number within it
/// @param at the element's time, or the entry's where it has none; the receipt where that has none
///   either
/// @param stamp the same, but empty where only the receipt is left: that is another one each time
///   the webhook is delivered
record Origin(
    TenantId tenant,
    Channel channel,
    String account,
    Instant at,
    String stamp,
    Instant receivedAt) {

  /// The entry's own account and time, as far as it names them. Its time is in seconds, in
  /// milliseconds or ISO-8601, depending on the product.
  static Origin of(TenantId tenant, Channel channel, JsonNode entry, Instant receivedAt) {
    return new Origin(
            tenant, channel, Fields.id(entry, "id").orElse(""), receivedAt, "", receivedAt)
        .withTime(entry.path("time"));
  }

  Origin withAccount(String account) {
    return new Origin(tenant, channel, account, at, stamp, receivedAt);
  }

  /// With the time of an element, as far as it has one.
  Origin withTime(JsonNode time) {
    return Fields.time(time)
        .map(it -> new Origin(tenant, channel, account, it, it.toString(), receivedAt))
        .orElse(this);
  }

  /// A customer's message, with the time of this origin.
  Parsed message(String id, Address customer, Content content, MessageContext context) {
    return new Parsed.Message(
        new InboundMessage(
            tenant,
            channel,
            id,
            account,
            customer,
            null,
            at,
            receivedAt,
            content,
            null,
            context.equals(MessageContext.NONE) ? null : context));
  }

  /// A receipt without anything we sent along, with the time of this origin.
  Parsed status(String messageId, State state, @Nullable Address recipient) {
    return new Parsed.Status(
        new ProviderStatus(tenant, channel, messageId, state, recipient, at, null, List.of()));
  }

  Parsed ignored(String what) {
    return new Parsed.Ignored(channel.wireName() + " " + what);
  }

  /// The id of an element that has none of its own. Account and time count, too, for two equal
  /// elements of different entries are two events.
  String digestOf(String kind, JsonNode element) {
    return kind + ":" + Digests.of(element, account, stamp);
  }
}
