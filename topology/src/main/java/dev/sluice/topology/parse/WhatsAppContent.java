package dev.sluice.topology.parse;

import static dev.sluice.topology.parse.Fields.address;
import static dev.sluice.topology.parse.Fields.id;
import static dev.sluice.topology.parse.Fields.kind;
import static dev.sluice.topology.parse.Fields.label;
import static dev.sluice.topology.parse.Fields.optional;
import static dev.sluice.topology.parse.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.ContactCard;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.MessageContext;
import dev.sluice.schemas.MessageContext.Forwarded;
import dev.sluice.schemas.MessageContext.Referral;
import dev.sluice.schemas.OrderItem;
import dev.sluice.schemas.PlacedOrder;
import dev.sluice.schemas.SharedLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what a WhatsApp message says and refers to, by its `type`.
final class WhatsAppContent {

  private WhatsAppContent() {}

  static Content of(JsonNode message) {
    String type = kind(message, "type");
    JsonNode part = message.path(type);
    return switch (type) {
      case "text" -> new Content.Text(text(part, "body"));
      case "image", "video", "audio", "document", "sticker" -> media(type, part);
      case "location" -> location(part).orElse(new Content.Unsupported(type));
      case "contacts" -> contacts(part);
      case "button" -> choice("button", part, "text", "payload");
      case "interactive" -> interactive(part);
      case "reaction" -> reaction(part);
      case "order" -> order(part);
      case "system" -> system(part);
      case "request_welcome" -> new Content.Notice(type, null, null);
      case "edit" -> edit(message, part);
      case "revoke" ->
          new Content.Revoked(
              id(part, "original_message_id").orElseGet(() -> id(message, "id").orElse("")));
      case "unsupported" -> unsupported(message, part);
      case "" -> new Content.Unsupported("untyped");
      default -> new Content.Unsupported(type, errorCode(message));
    };
  }

  private static Content media(String type, JsonNode media) {
    boolean spoken = type.equals("audio") && media.path("voice").asBoolean();
    return new Content.Media(
        spoken ? "voice" : type,
        id(media, "id").orElse(""),
        label(media, "mime_type"),
        optional(media, "caption").orElse(null),
        optional(media, "url").orElse(null),
        label(media, "filename"));
  }

  private static Optional<Content> location(JsonNode place) {
    return location(
        place.path("latitude"), place.path("longitude"), place, label(place, "address"));
  }

  /// A place, unless there is none on earth.
  static Optional<Content> location(
      JsonNode latitude, JsonNode longitude, JsonNode named, @Nullable String address) {
    double north = latitude.asDouble(Double.NaN);
    double east = longitude.asDouble(Double.NaN);
    return Math.abs(north) <= 90 && Math.abs(east) <= 180
        ? Optional.of(
            new SharedLocation(
                north, east, label(named, "name"), address, optional(named, "url").orElse(null)))
        : Optional.empty();
  }

  private static Content contacts(JsonNode contacts) {
    List<ContactCard> cards = new ArrayList<>();
    for (JsonNode contact : contacts) {
      cards.add(
          new ContactCard(
              optional(contact.path("name"), "formatted_name").orElse(""),
              each(contact.path("phones"), "phone"),
              each(contact.path("emails"), "email")));
    }
    return cards.isEmpty() ? new Content.Unsupported("contacts") : new Content.Contacts(cards);
  }

  private static List<String> each(JsonNode list, String field) {
    List<String> values = new ArrayList<>();
    list.forEach(item -> optional(item, field).ifPresent(values::add));
    return values;
  }

  private static Content interactive(JsonNode interactive) {
    String type = kind(interactive, "type");
    JsonNode part = interactive.path(type);
    return switch (type) {
      case "button_reply", "list_reply" -> choice(type, part, "title", "id");
      case "nfm_reply" -> {
        String form = kind(part, "name");
        yield new Content.Form(form.isEmpty() ? type : form, text(part, "response_json"));
      }
      default -> new Content.Unsupported(type.isEmpty() ? "interactive" : type);
    };
  }

  private static Content choice(String kind, JsonNode part, String title, String payload) {
    return new Content.Choice(
        kind,
        text(part, title),
        optional(part, payload).orElse(null),
        optional(part, "description").orElse(null));
  }

  private static Content reaction(JsonNode reaction) {
    return id(reaction, "message_id")
        .<Content>map(target -> new Content.Reaction(target, label(reaction, "emoji")))
        .orElse(new Content.Unsupported("reaction"));
  }

  private static Content order(JsonNode order) {
    List<OrderItem> items = new ArrayList<>();
    for (JsonNode item : order.path("product_items")) {
      items.add(
          new OrderItem(
              text(item, "product_retailer_id"),
              label(item, "quantity"),
              label(item, "item_price"),
              label(item, "currency")));
    }
    if (items.isEmpty()) {
      return new Content.Unsupported("order");
    }
    return new PlacedOrder(label(order, "catalog_id"), items, optional(order, "text").orElse(null));
  }

  /// The new number is in `wa_id`, in older versions in `new_wa_id`.
  private static Content system(JsonNode system) {
    String kind = kind(system, "type");
    return new Content.Notice(
        kind.isEmpty() ? "system" : kind,
        optional(system, "body").orElse(null),
        address(system, "wa_id").or(() -> address(system, "new_wa_id")).orElse(null));
  }

  private static Content edit(JsonNode message, JsonNode edit) {
    JsonNode now = edit.path("message").isObject() ? edit.path("message") : edit;
    String type = kind(now, "type");
    String body =
        optional(now.path("text"), "body").orElseGet(() -> text(now.path(type), "caption"));
    return new Content.Edited(
        id(edit, "original_message_id").orElseGet(() -> id(message, "id").orElse("")), body);
  }

  private static Content unsupported(JsonNode message, JsonNode part) {
    String inner = kind(part, "type");
    return new Content.Unsupported(inner.isEmpty() ? "unsupported" : inner, errorCode(message));
  }

  private static @Nullable Integer errorCode(JsonNode message) {
    return OperatorEvents.code(message.path("errors").path(0));
  }

  static MessageContext context(JsonNode message) {
    JsonNode context = message.path("context");
    JsonNode product = context.path("referred_product");
    @Nullable Forwarded forwarded =
        context.path("frequently_forwarded").asBoolean()
            ? Forwarded.OFTEN
            : context.path("forwarded").asBoolean() ? Forwarded.ONCE : null;
    return new MessageContext(
        id(context, "id").orElse(null),
        forwarded,
        label(product, "catalog_id"),
        label(product, "product_retailer_id"),
        null,
        referral(message.path("referral")),
        address(message, "group_id").orElse(null));
  }

  private static @Nullable Referral referral(JsonNode referral) {
    return referral.isObject()
        ? new Referral(
            label(referral, "source_type"),
            label(referral, "source_id"),
            optional(referral, "source_url").orElse(null),
            optional(referral, "ctwa_clid").orElse(null),
            null)
        : null;
  }
}
