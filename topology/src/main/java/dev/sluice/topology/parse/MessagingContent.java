package dev.sluice.topology.parse;

import static dev.sluice.topology.parse.Fields.id;
import static dev.sluice.topology.parse.Fields.kind;
import static dev.sluice.topology.parse.Fields.label;
import static dev.sluice.topology.parse.Fields.optional;
import static dev.sluice.topology.parse.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Attachment;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.MessageContext;
import dev.sluice.schemas.MessageContext.Referral;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what an event of Messenger or Instagram says and refers to.
final class MessagingContent {

  /// Parts of an event that are about the conversation and no message in it.
  private static final Set<String> NOTICES =
      Set.of(
          "optin",
          "referral",
          "account_linking",
          "pass_thread_control",
          "take_thread_control",
          "request_thread_control");

  private static final Set<String> COMMON = Set.of("sender", "recipient", "timestamp");

  private MessagingContent() {}

  static Content of(JsonNode event) {
    if (event.path("message").isObject()) {
      return message(event.path("message"));
    }
    String kind = kindOf(event);
    JsonNode part = event.path(kind);
    if (NOTICES.contains(kind)) {
      return new Content.Notice(kind, detail(part), null);
    }
    return switch (kind) {
      case "reaction" -> reaction(part);
      case "message_edit" -> edit(part);
      case "postback" ->
          new Content.Choice(
              kind, text(part, "title"), optional(part, "payload").orElse(null), null);
      default -> new Content.Unsupported(kind);
    };
  }

  private static Content message(JsonNode message) {
    if (message.path("is_deleted").asBoolean()) {
      return id(message, "mid")
          .<Content>map(Content.Revoked::new)
          .orElse(new Content.Unsupported("is_deleted"));
    }
    if (message.path("is_unsupported").asBoolean()) {
      return new Content.Unsupported("unsupported");
    }
    @Nullable String words = optional(message, "text").orElse(null);
    JsonNode attachments = message.path("attachments");
    if (attachments.size() > 1) {
      return album(attachments, words);
    }
    if (!attachments.isEmpty()) {
      return attachment(attachments.iterator().next(), words);
    }
    Optional<String> sticker =
        id(message, "sticker_id").or(() -> id(message.path("sticker"), "id"));
    if (words == null && sticker.isPresent()) {
      return new Content.Media("sticker", sticker.get(), null, null);
    }
    JsonNode quickReply = message.path("quick_reply");
    if (quickReply.isObject()) {
      @Nullable String payload = optional(quickReply, "payload").orElse(null);
      return new Content.Choice("quick_reply", words == null ? "" : words, payload, null);
    }
    return words == null ? new Content.Unsupported("message") : new Content.Text(words);
  }

  private static Content attachment(JsonNode attachment, @Nullable String words) {
    JsonNode payload = attachment.path("payload");
    JsonNode place = payload.path("coordinates");
    Content media =
        new Content.Media(
            attachmentKind(attachment),
            reference(attachment),
            null,
            words == null ? optional(attachment, "title").orElse(null) : words);
    return place.isObject()
        ? WhatsAppContent.location(place.path("lat"), place.path("long"), attachment, null)
            .orElse(media)
        : media;
  }

  private static Content album(JsonNode attachments, @Nullable String words) {
    List<Attachment> all = new ArrayList<>();
    attachments.forEach(it -> all.add(new Attachment(attachmentKind(it), reference(it))));
    return new Content.Album(all, words);
  }

  private static String attachmentKind(JsonNode attachment) {
    String kind = kind(attachment, "type");
    return kind.isEmpty() ? "attachment" : kind;
  }

  /// Where it is; of a sticker or reel without an address its id.
  private static String reference(JsonNode attachment) {
    JsonNode payload = attachment.path("payload");
    return optional(payload, "url")
        .or(() -> optional(attachment, "url"))
        .or(() -> optional(payload, "sticker_id"))
        .or(() -> optional(payload, "reel_video_id"))
        .or(() -> optional(payload, "id"))
        .orElse("");
  }

  private static Content reaction(JsonNode reaction) {
    boolean isTakenAway = text(reaction, "action").equals("unreact");
    @Nullable String sign = label(reaction, "emoji");
    @Nullable String shown = sign == null ? label(reaction, "reaction") : sign;
    return id(reaction, "mid")
        .<Content>map(target -> new Content.Reaction(target, isTakenAway ? null : shown))
        .orElse(new Content.Unsupported("reaction"));
  }

  private static Content edit(JsonNode edit) {
    return id(edit, "mid")
        .<Content>map(target -> new Content.Edited(target, text(edit, "text")))
        .orElse(new Content.Unsupported("message_edit"));
  }

  /// What our own link or program gave along.
  private static @Nullable String detail(JsonNode part) {
    return optional(part, "ref")
        .or(() -> optional(part, "payload"))
        .or(() -> optional(part, "metadata"))
        .or(() -> optional(part, "status"))
        .orElse(null);
  }

  static MessageContext context(JsonNode event) {
    JsonNode message = event.path("message");
    JsonNode replyTo = message.path("reply_to");
    JsonNode story = replyTo.path("story");
    return new MessageContext(
        id(replyTo, "mid").orElse(null),
        null,
        null,
        null,
        optional(story, "url").or(() -> optional(story, "id")).orElse(null),
        referral(event),
        null);
  }

  /// Of the conversation, of a message in it, or of the button that began it.
  private static @Nullable Referral referral(JsonNode event) {
    for (JsonNode holder : List.of(event, event.path("message"), event.path("postback"))) {
      JsonNode referral = holder.path("referral");
      if (referral.isObject()) {
        return new Referral(
            label(referral, "source"),
            label(referral, "ad_id"),
            optional(referral, "referer_uri").orElse(null),
            null,
            optional(referral, "ref").orElse(null));
      }
    }
    return null;
  }

  /// The name of the event's own part: the first field that is not part of every event.
  static String kindOf(JsonNode event) {
    for (String field : (Iterable<String>) event::fieldNames) {
      if (!COMMON.contains(field)) {
        return Fields.name(field);
      }
    }
    return "untyped";
  }
}
