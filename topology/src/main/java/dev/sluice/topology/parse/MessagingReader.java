package dev.sluice.topology.parse;

import static dev.sluice.schemas.DeadLetterHeaders.Reason.INCOMPLETE;
import static dev.sluice.topology.parse.Fields.address;
import static dev.sluice.topology.parse.Fields.id;
import static dev.sluice.topology.parse.Fields.kind;
import static dev.sluice.topology.parse.Fields.time;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads the entries of a `page` or `instagram` webhook (Messenger Platform).
///
/// An entry has events in `messaging`; in `standby` while another app answers the conversation,
/// which are read the same, so that nothing a customer writes is missing; and changes, either in
/// `changes` or as `field` and `value` of the entry itself (Instagram Login).
final class MessagingReader {

  /// What a read or delivery receipt without message ids reports on: everything up to its time
  /// stamp.
  private static final String WATERMARK = "";

  /// Parts of events that name no sender and are about the business itself.
  private static final Set<String> OF_THE_BUSINESS =
      Set.of("app_roles", "policy_enforcement", "policy-enforcement", "optin");

  private final TenantId tenant;
  private final Channel channel;
  private final Instant receivedAt;
  private final Elements elements;

  MessagingReader(TenantId tenant, Channel channel, Instant receivedAt, Elements elements) {
    this.tenant = tenant;
    this.channel = channel;
    this.receivedAt = receivedAt;
    this.elements = elements;
  }

  void readAll(JsonNode entries) {
    for (JsonNode entry : entries) {
      Origin origin = Origin.of(tenant, channel, entry, receivedAt);
      entry.path("messaging").forEach(event -> readEvent(origin, event));
      entry.path("standby").forEach(event -> readEvent(origin, event));
      entry.path("changes").forEach(change -> readChange(origin, change));
      if (entry.has("field")) {
        readChange(origin, entry);
      } else if (entry.path("messaging").isEmpty()
          && entry.path("standby").isEmpty()
          && entry.path("changes").isEmpty()) {
        elements.add(origin.ignored("entry without events"));
      }
    }
  }

  /// An event of a conversation may come as a change, too (the dashboard's tests do).
  private void readChange(Origin origin, JsonNode change) {
    JsonNode value = change.path("value");
    if (value.has("sender") && value.has("recipient")) {
      readEvent(origin, value);
      return;
    }
    String field = kind(change, "field");
    elements.add(
        CommentReader.read(origin, field, value)
            .orElseGet(() -> OperatorEvents.of(origin, field, value)));
  }

  private void readEvent(Origin entry, JsonNode event) {
    Origin origin = entry.withTime(event.path("timestamp"));
    if (event.path("message").path("is_echo").asBoolean()) {
      elements.add(echo(origin, event));
      return;
    }
    Optional<Address> sender = address(event.path("sender"), "id");
    if (sender.isEmpty()) {
      elements.add(withoutSender(origin, event));
    } else if (sender.get().value().equals(origin.account())) {
      elements.add(origin.ignored("event of the business itself"));
    } else if (event.has("delivery")) {
      readDelivery(origin, event.path("delivery"), sender.get());
    } else if (event.has("read")) {
      readRead(origin, event.path("read"), sender.get());
    } else {
      elements.add(message(origin, event, sender.get()));
    }
  }

  private Parsed withoutSender(Origin origin, JsonNode event) {
    String kind = MessagingContent.kindOf(event);
    return OF_THE_BUSINESS.contains(kind)
        ? OperatorEvents.bare(origin, kind, event)
        : new Parsed.Rejected(
            INCOMPLETE, "a %s event names no sender".formatted(channel.wireName()));
  }

  /// What was sent to a customer, by whichever program: on these channels what `sent` is on
  /// WhatsApp.
  private static Parsed echo(Origin origin, JsonNode event) {
    JsonNode message = event.path("message");
    Optional<Address> customer = address(event.path("recipient"), "id");
    Optional<String> messageId = id(message, "mid");
    boolean isToItself =
        (customer.isPresent() && customer.get().value().equals(origin.account()))
            || message.path("is_self").asBoolean();
    if (customer.isEmpty()
        || messageId.isEmpty()
        || isToItself
        || message.path("is_deleted").asBoolean()) {
      return origin.ignored("echo");
    }
    return origin.status(messageId.get(), State.SENT, customer.get());
  }

  private static Parsed message(Origin origin, JsonNode event, Address customer) {
    Content content = MessagingContent.of(event);
    return origin.message(
        idOf(origin, event, customer, content), customer, content, MessagingContent.context(event));
  }

  /// An event's own id, or what makes it that event: what is about another message names that
  /// message's id, not one of its own.
  private static String idOf(Origin origin, JsonNode event, Address customer, Content content) {
    if (content instanceof Content.Reaction(String target, _)) {
      JsonNode reaction = event.path("reaction");
      return "reaction:" + Digests.of(reaction, target, customer.value(), origin.stamp());
    }
    if (content instanceof Content.Edited(String target, String body)) {
      return "edit:" + Digests.of(target, kind(event.path("message_edit"), "num_edit"), body);
    }
    if (content instanceof Content.Revoked(String target)) {
      return "revoke:" + Digests.of(target, customer.value());
    }
    return id(event.path("message"), "mid")
        .or(() -> id(event.path("postback"), "mid"))
        .orElseGet(() -> origin.digestOf(MessagingContent.kindOf(event), event));
  }

  private void readDelivery(Origin origin, JsonNode delivery, Address customer) {
    JsonNode until = delivery.path("watermark");
    Origin here = origin.withTime(until);
    Set<String> messageIds = new TreeSet<>();
    for (JsonNode mid : delivery.path("mids")) {
      String messageId = mid.isTextual() ? mid.textValue() : "";
      if (!messageId.isBlank() && messageId.length() <= Fields.ID_MAX) {
        messageIds.add(messageId);
      }
    }
    messageIds.forEach(it -> elements.add(here.status(it, State.DELIVERED, customer)));
    if (messageIds.isEmpty()) {
      elements.add(
          time(until).isPresent()
              ? here.status(WATERMARK, State.DELIVERED, customer)
              : origin.ignored("delivery of nothing"));
    }
  }

  private void readRead(Origin origin, JsonNode read, Address customer) {
    Origin here = origin.withTime(read.path("watermark"));
    elements.add(here.status(id(read, "mid").orElse(WATERMARK), State.READ, customer));
  }
}
