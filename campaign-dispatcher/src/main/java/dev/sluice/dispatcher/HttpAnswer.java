package dev.sluice.dispatcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.schemas.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a provider answered over HTTP.
///
/// @param body as text, empty when there was none
/// @param asked how long the header `Retry-After` asks to wait; null when it does not ask
record HttpAnswer(int status, String body, @Nullable Duration asked) {

  /// The provider's words in an outcome, in characters: the longest documented detail has 180.
  private static final int REASON_CHARS_MAX = 300;

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /// The body; missing when it is no JSON.
  JsonNode json() {
    try {
      JsonNode json = Json.mapper().readTree(body);
      return json == null ? MissingNode.getInstance() : json;
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    }
  }

  /// A provider's words, cut to what an outcome holds.
  static String reason(String words) {
    return words.length() <= REASON_CHARS_MAX ? words : words.substring(0, REASON_CHARS_MAX);
  }
}
