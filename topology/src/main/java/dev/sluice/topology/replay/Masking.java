package dev.sluice.topology.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.schemas.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Takes personal data out of a recording: people become numbered, words become x's of the same length.
///
/// Conversations, order, types and sizes stay, so a masked burst shows the same timing. What the models say
/// about it changes, for there is nothing left to read. Within one recording a person keeps the number.
public final class Masking {

  /// Fields that hold what identifies a person.
  private static final Set<String> PEOPLE =
      Set.of(
          "from",
          "wa_id",
          "user_id",
          "from_user_id",
          "from_parent_user_id",
          "parent_user_id",
          "to",
          "to_user_id",
          "recipient_id",
          "username");

  /// Objects of Messenger and Instagram whose `id` identifies a person, or the tenant's own page.
  private static final Set<String> PARTIES = Set.of("sender", "recipient", "from", "to");

  /// Fields that hold what a person wrote or is called, or where they are.
  private static final Set<String> WORDS =
      Set.of(
          "body", "text", "caption", "name", "formatted_name", "first_name", "last_name", "title",
          "description", "address", "phone", "email", "url", "link", "filename", "payload",
          "latitude", "longitude", "emoji");

  private final Map<String, String> numbers = new HashMap<>();

  /// The same webhook without personal data. One that is not JSON loses its whole body.
  public RecordedWebhook mask(RecordedWebhook webhook) {
    try {
      JsonNode masked = mask("", Json.mapper().readTree(webhook.bytes()));
      return RecordedWebhook.of(
          webhook.tenant(), webhook.receivedMicros(), Json.mapper().writeValueAsBytes(masked));
    } catch (IOException e) {
      byte[] nothing = "\"masked\"".getBytes(StandardCharsets.UTF_8);
      return RecordedWebhook.of(webhook.tenant(), webhook.receivedMicros(), nothing);
    }
  }

  private JsonNode mask(String field, JsonNode node) {
    return switch (node) {
      case ObjectNode object -> maskFields(field, object);
      case ArrayNode array -> maskElements(field, array);
      default -> maskValue(field, node);
    };
  }

  private JsonNode maskFields(String parent, ObjectNode object) {
    ObjectNode masked = object.objectNode();
    object
        .properties()
        .forEach(
            entry -> {
              boolean party = PARTIES.contains(parent) && entry.getKey().equals("id");
              masked.set(
                  entry.getKey(),
                  party ? person(entry.getValue()) : mask(entry.getKey(), entry.getValue()));
            });
    return masked;
  }

  private JsonNode maskElements(String field, ArrayNode array) {
    ArrayNode masked = array.arrayNode();
    array.forEach(element -> masked.add(mask(field, element)));
    return masked;
  }

  private JsonNode maskValue(String field, JsonNode value) {
    if (value.isNull() || value.isBoolean()) {
      return value;
    }
    if (PEOPLE.contains(field)) {
      return person(value);
    }
    return WORDS.contains(field) ? TextNode.valueOf(xs(value.asText())) : value;
  }

  private JsonNode person(JsonNode value) {
    if (!value.isValueNode() || value.asText().isEmpty()) {
      return value;
    }
    return TextNode.valueOf(
        numbers.computeIfAbsent(value.asText(), it -> "person-" + (numbers.size() + 1)));
  }

  private static String xs(String words) {
    return words.codePoints()
        .map(point -> Character.isWhitespace(point) ? ' ' : 'x')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
