package dev.sluice.schemas;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/// The constraint on the request of a [RemoteModel]: it is JSON as it stands, and one of its
/// strings holds the message's place. It is filled after it was read, so whatever text goes in,
/// what comes out is JSON.
final class RequestTemplate {

  private RequestTemplate() {}

  /// @throws InvalidSetting that does not repeat the template, which may hold a key
  static void check(String key, String template) {
    if (!template.contains(RemoteModel.TEXT)) {
      throw new InvalidSetting(key, "…", "must contain " + RemoteModel.TEXT);
    }
    if (!holdsText(read(key, template))) {
      throw new InvalidSetting(
          key, "…", "must have %s inside a string, not a name".formatted(RemoteModel.TEXT));
    }
  }

  private static JsonNode read(String key, String template) {
    try {
      return Json.mapper().readTree(template);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new InvalidSetting(
          key,
          "…",
          "must be JSON with %s inside a string; unreadable at line %d, column %d"
              .formatted(RemoteModel.TEXT, at.getLineNr(), at.getColumnNr()));
    }
  }

  private static boolean holdsText(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue().contains(RemoteModel.TEXT);
    }
    for (JsonNode child : node) {
      if (holdsText(child)) {
        return true;
      }
    }
    return false;
  }
}
