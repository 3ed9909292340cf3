package dev.sluice.topology.parse;

import static dev.sluice.schemas.DeadLetterHeaders.Reason.INCOMPLETE;
import static dev.sluice.topology.parse.Fields.address;
import static dev.sluice.topology.parse.Fields.id;
import static dev.sluice.topology.parse.Fields.label;
import static dev.sluice.topology.parse.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.PublicComment;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a public comment from a change: of Instagram, whose id is in `id` or in `comment_id`
/// depending on how the tenant logged in, or of a page's feed.
final class CommentReader {

  private static final Set<String> INSTAGRAM = Set.of("comments", "live_comments");

  private CommentReader() {}

  /// Empty when the change is no comment.
  static Optional<Parsed> read(Origin entry, String field, JsonNode value) {
    boolean isComment =
        INSTAGRAM.contains(field)
            || (field.equals("feed") && text(value, "item").equals("comment"));
    if (!isComment) {
      return Optional.empty();
    }
    Optional<Address> customer = address(value.path("from"), "id");
    if (customer.isEmpty()) {
      return Optional.of(new Parsed.Rejected(INCOMPLETE, "a comment names nobody"));
    }
    if (customer.get().value().equals(entry.account())) {
      return Optional.of(entry.ignored("comment of the business itself"));
    }
    Origin origin = entry.withTime(value.path("created_time"));
    String comment = id(value, "id").or(() -> id(value, "comment_id")).orElse("");
    String body = text(value, value.has("text") ? "text" : "message");
    String verb = text(value, "verb");
    Content content = content(field, value, comment, body, verb);
    String id =
        content instanceof PublicComment && !comment.isEmpty()
            ? comment
            : origin.digestOf("comment", value);
    return Optional.of(
        new Parsed.Message(
            new InboundMessage(
                origin.tenant(),
                origin.channel(),
                id,
                origin.account(),
                customer.get(),
                nameOf(value.path("from")),
                origin.at(),
                origin.receivedAt(),
                content)));
  }

  private static Content content(
      String field, JsonNode value, String comment, String body, String verb) {
    if (!comment.isEmpty() && (verb.equals("edited") || verb.equals("edit"))) {
      return new Content.Edited(comment, body);
    }
    if (!comment.isEmpty() && (verb.equals("remove") || verb.equals("hide"))) {
      return new Content.Revoked(comment);
    }
    return new PublicComment(
        field,
        id(value.path("media"), "id")
            .or(() -> id(value, "media_id"))
            .or(() -> id(value, "post_id"))
            .orElse(null),
        id(value, "parent_id").orElse(null),
        body);
  }

  private static @Nullable String nameOf(JsonNode from) {
    @Nullable String name = label(from, "name");
    return name == null ? label(from, "username") : name;
  }
}
