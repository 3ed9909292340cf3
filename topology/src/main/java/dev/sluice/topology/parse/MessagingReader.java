package dev.sluice.topology.parse;

import static dev.sluice.schemas.DeadLetterHeaders.Reason.INCOMPLETE;
import static dev.sluice.topology.parse.Fields.millis;
import static dev.sluice.topology.parse.Fields.optional;
import static dev.sluice.topology.parse.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the `messaging` entries of a `page` or `instagram` webhook (Messenger Platform).
final class MessagingReader {

  /// What a read or delivery receipt without message ids reports on: everything up to its time
  /// stamp.
  private static final String WATERMARK = "";

  private final TenantId tenant;
  private final Channel channel;
  private final Instant receivedAt;
  private final List<Parsed> elements;

  MessagingReader(TenantId tenant, Channel channel, Instant receivedAt, List<Parsed> elements) {
    this.tenant = tenant;
    this.channel = channel;
    this.receivedAt = receivedAt;
    this.elements = elements;
  }

  void readAll(JsonNode entries) {
    for (JsonNode entry : entries) {
      String account = text(entry, "id");
      for (JsonNode event : entry.path("messaging")) {
        readEvent(account, event);
      }
      if (entry.path("messaging").isEmpty()) {
        elements.add(new Parsed.Ignored(channel.wireName() + " entry without messages"));
      }
    }
  }

  private void readEvent(String account, JsonNode event) {
    if (event.path("message").path("is_echo").asBoolean()) {
      elements.add(echo(event));
      return;
    }
    Optional<String> sender = optional(event.path("sender"), "id");
    if (sender.isEmpty()) {
      elements.add(
          new Parsed.Rejected(
              INCOMPLETE, "a %s event names no sender".formatted(channel.wireName())));
      return;
    }
    Address peer = new Address(sender.get());
    if (event.has("delivery")) {
      readDelivery(event.path("delivery"), peer);
    } else if (event.has("read")) {
      readRead(event, peer);
    } else {
      elements.add(new Parsed.Message(message(account, event, peer)));
    }
  }

  /// What was sent to a customer, by whichever program: on these channels what `sent` is on
  /// WhatsApp.
  private Parsed echo(JsonNode event) {
    Optional<String> customer = optional(event.path("recipient"), "id");
    String messageId = text(event.path("message"), "mid");
    if (customer.isEmpty() || messageId.isEmpty()) {
      return new Parsed.Ignored(channel.wireName() + " echo");
    }
    Instant at = millis(event.path("timestamp")).orElse(receivedAt);
    return status(messageId, State.SENT, new Address(customer.get()), at);
  }

  private InboundMessage message(String account, JsonNode event, Address customer) {
    JsonNode message = event.path("message");
    String messageId =
        optional(message, "mid").orElseGet(() -> text(event.path("postback"), "mid"));
    return new InboundMessage(
        tenant,
        channel,
        messageId,
        account,
        customer,
        null,
        millis(event.path("timestamp")).orElse(receivedAt),
        receivedAt,
        content(event, message));
  }

  private static Content content(JsonNode event, JsonNode message) {
    JsonNode attachment = message.path("attachments").path(0);
    if (!attachment.isMissingNode()) {
      JsonNode payload = attachment.path("payload");
      return new Content.Media(
          text(attachment, "type"),
          optional(payload, "url").orElseGet(() -> text(payload, "sticker_id")),
          null,
          optional(message, "text").orElse(null));
    }
    return optional(message, "text")
        .<Content>map(Content.Text::new)
        .orElseGet(() -> new Content.Unsupported(kindOf(event)));
  }

  /// The name of the event's own part: the first field that is not part of every event.
  private static String kindOf(JsonNode event) {
    for (String field : (Iterable<String>) event::fieldNames) {
      switch (field) {
        case "sender", "recipient", "timestamp" -> {
          // common to all
        }
        default -> {
          return field;
        }
      }
    }
    return "untyped";
  }

  private void readDelivery(JsonNode delivery, Address peer) {
    Instant at = millis(delivery.path("watermark")).orElse(receivedAt);
    for (JsonNode mid : delivery.path("mids")) {
      elements.add(status(mid.asText(), State.DELIVERED, peer, at));
    }
    if (delivery.path("mids").isEmpty()) {
      elements.add(status(WATERMARK, State.DELIVERED, peer, at));
    }
  }

  private void readRead(JsonNode event, Address peer) {
    JsonNode read = event.path("read");
    Instant at =
        millis(read.path("watermark")).or(() -> millis(event.path("timestamp"))).orElse(receivedAt);
    elements.add(status(optional(read, "mid").orElse(WATERMARK), State.READ, peer, at));
  }

  private Parsed status(String messageId, State state, @Nullable Address peer, Instant at) {
    return new Parsed.Status(
        new ProviderStatus(tenant, channel, messageId, state, peer, at, null, List.of()));
  }
}
