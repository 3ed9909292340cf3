package dev.sluice.dispatcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.InDoubt;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// The bodies of the WhatsApp Cloud API: what is posted to `/{phone-number-id}/messages`, and what
/// the answer means. Pure.
final class CloudApiFormat {

  /// The provider's words in an outcome, in characters: its longest documented detail has 180.
  private static final int REASON_CHARS_MAX = 300;

  /// Longer than any wait that is honoured; keeps the arithmetic within a `long`.
  private static final Duration ASKED_MAX = Duration.ofDays(1);

  private CloudApiFormat() {}

  /// The request for a message, with our own id as what the provider echoes in each status.
  static byte[] request(OutboundMessage message) {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("messaging_product", "whatsapp");
    root.put("recipient_type", "individual");
    root.put("to", message.recipient().value());
    root.put("biz_opaque_callback_data", message.messageId());
    switch (message.body()) {
      case Body.Text(String text) -> {
        root.put("type", "text");
        root.putObject("text").put("preview_url", false).put("body", text);
      }
      case Body.Template template -> {
        root.put("type", "template");
        putTemplate(root.putObject("template"), template);
      }
    }
    try {
      return Json.mapper().writeValueAsBytes(root);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void putTemplate(ObjectNode node, Body.Template template) {
    node.put("name", template.name());
    node.putObject("language").put("code", template.language());
    if (template.parameters().isEmpty()) {
      return;
    }
    ObjectNode body = node.putArray("components").addObject().put("type", "body");
    ArrayNode parameters = body.putArray("parameters");
    template.parameters().forEach(it -> parameters.addObject().put("type", "text").put("text", it));
  }

  /// What an answer means.
  ///
  /// @param retryAfter the header of that name
  /// @param now for a header that names a date
  static ProviderAnswer answer(int status, byte[] body, @Nullable String retryAfter, Instant now) {
    JsonNode json = parse(body);
    JsonNode code = json.path("error").path("code");
    Duration asked = retryAfter == null ? null : wait(retryAfter, now);
    if (code.canConvertToInt()) {
      return CloudApiCatalogue.ofCode(code.intValue(), status, reason(json.path("error")), asked);
    }
    if (status < 200 || status >= 300) {
      return CloudApiCatalogue.ofStatus(status, asked);
    }
    String id = json.path("messages").path(0).path("id").asText("");
    return id.isEmpty()
        ? new InDoubt("HTTP status %d without a message id".formatted(status))
        : new Accepted(id);
  }

  private static JsonNode parse(byte[] body) {
    try {
      JsonNode json = Json.mapper().readTree(body);
      return json == null ? MissingNode.getInstance() : json;
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }

  /// The details, which say more than the message, where there are any.
  private static String reason(JsonNode error) {
    String details = error.path("error_data").path("details").asText("");
    String words = details.isEmpty() ? error.path("message").asText("") : details;
    return words.length() <= REASON_CHARS_MAX ? words : words.substring(0, REASON_CHARS_MAX);
  }

  /// Seconds or an HTTP date; null when it is neither. Never negative.
  private static @Nullable Duration wait(String retryAfter, Instant now) {
    try {
      Duration asked =
          retryAfter.strip().chars().allMatch(Character::isDigit)
              ? Duration.ofSeconds(Long.parseLong(retryAfter.strip()))
              : Duration.between(now, date(retryAfter.strip()));
      return asked.isNegative()
          ? Duration.ZERO
          : asked.compareTo(ASKED_MAX) > 0 ? ASKED_MAX : asked;
    } catch (NumberFormatException | DateTimeException notAWait) {
      return null;
    }
  }

  private static Instant date(String text) {
    return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }
}
