package dev.sluice.topology.parse;

import static dev.sluice.schemas.DeadLetterHeaders.Reason.INCOMPLETE;
import static dev.sluice.topology.parse.Fields.optional;
import static dev.sluice.topology.parse.Fields.seconds;
import static dev.sluice.topology.parse.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.Correlation;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.ProviderError;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the entries of a `whatsapp_business_account` webhook (WhatsApp Cloud API, field
/// `messages`).
final class WhatsAppReader {

  private static final Set<String> MEDIA = Set.of("image", "video", "audio", "document", "sticker");

  private final TenantId tenant;
  private final Instant receivedAt;
  private final List<Parsed> elements;

  WhatsAppReader(TenantId tenant, Instant receivedAt, List<Parsed> elements) {
    this.tenant = tenant;
    this.receivedAt = receivedAt;
    this.elements = elements;
  }

  void readAll(JsonNode entries) {
    for (JsonNode entry : entries) {
      for (JsonNode change : entry.path("changes")) {
        readChange(change);
      }
    }
  }

  private void readChange(JsonNode change) {
    String field = text(change, "field");
    if (!field.equals("messages")) {
      elements.add(new Parsed.Ignored("whatsapp " + field));
      return;
    }
    JsonNode value = change.path("value");
    String account = text(value.path("metadata"), "phone_number_id");
    for (JsonNode message : value.path("messages")) {
      elements.add(readMessage(account, message, value.path("contacts")));
    }
    for (JsonNode status : value.path("statuses")) {
      elements.add(readStatus(status));
    }
    if (value.path("messages").isEmpty() && value.path("statuses").isEmpty()) {
      elements.add(new Parsed.Ignored("whatsapp errors"));
    }
  }

  private Parsed readMessage(String account, JsonNode message, JsonNode contacts) {
    Optional<String> customer = sender(message, contacts);
    if (customer.isEmpty()) {
      return new Parsed.Rejected(INCOMPLETE, "a WhatsApp message names no sender");
    }
    return new Parsed.Message(
        new InboundMessage(
            tenant,
            Channel.WHATSAPP,
            text(message, "id"),
            account,
            new Address(customer.get()),
            nameOf(customer.get(), contacts),
            seconds(message.path("timestamp")).orElse(receivedAt),
            receivedAt,
            content(message)));
  }

  /// The phone number, or the business-scoped user id that replaces it once a person has taken a
  /// user name (since April 2026 `from` may be empty or absent).
  private static Optional<String> sender(JsonNode message, JsonNode contacts) {
    return optional(message, "from")
        .or(() -> optional(message, "from_user_id"))
        .or(() -> optional(contacts.path(0), "wa_id"))
        .or(() -> optional(contacts.path(0), "user_id"));
  }

  private static @Nullable String nameOf(String customer, JsonNode contacts) {
    for (JsonNode contact : contacts) {
      boolean theirs =
          contacts.size() == 1
              || text(contact, "wa_id").equals(customer)
              || text(contact, "user_id").equals(customer);
      if (theirs) {
        return optional(contact.path("profile"), "name").orElse(null);
      }
    }
    return null;
  }

  private static Content content(JsonNode message) {
    String type = text(message, "type");
    if (type.equals("text")) {
      return new Content.Text(text(message.path("text"), "body"));
    }
    if (MEDIA.contains(type)) {
      JsonNode media = message.path(type);
      return new Content.Media(
          type,
          text(media, "id"),
          optional(media, "mime_type").orElse(null),
          optional(media, "caption").orElse(null));
    }
    return new Content.Unsupported(type.isEmpty() ? "untyped" : type);
  }

  private Parsed readStatus(JsonNode status) {
    String id = text(status, "id");
    Optional<ProviderStatus.State> state = Fields.state(text(status, "status"));
    if (id.isEmpty()) {
      return new Parsed.Rejected(INCOMPLETE, "a WhatsApp status names no message");
    }
    if (state.isEmpty()) {
      return new Parsed.Ignored("whatsapp status of an unknown state");
    }
    @Nullable Correlation sent =
        optional(status, "biz_opaque_callback_data").map(Correlation::parse).orElse(null);
    return new Parsed.Status(
        new ProviderStatus(
            tenant,
            Channel.WHATSAPP,
            id,
            state.get(),
            optional(status, "recipient_id").map(Address::new).orElse(null),
            seconds(status.path("timestamp")).orElse(receivedAt),
            sent == null ? null : sent.messageId(),
            errors(status.path("errors")),
            sent == null ? null : sent.campaign()));
  }

  private static List<ProviderError> errors(JsonNode errors) {
    List<ProviderError> read = new ArrayList<>();
    for (JsonNode error : errors) {
      read.add(new ProviderError(error.path("code").asInt(), text(error, "title")));
    }
    return read;
  }
}
