package dev.sluice.dispatcher;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.InDoubt;
import dev.sluice.schemas.Correlation;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;

/// The bodies of the WhatsApp Cloud API: what is posted to `/{phone-number-id}/messages`, and what
/// the answer means. Pure.
final class CloudApiFormat {

  private static final JsonPointer CODE = JsonPointer.compile("/error/code");

  private CloudApiFormat() {}

  /// The request for a message, with its [Correlation] as what the provider echoes in each status.
  static String request(OutboundMessage message) {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("messaging_product", "whatsapp");
    root.put("recipient_type", "individual");
    root.put("to", message.recipient().value());
    root.put("biz_opaque_callback_data", Correlation.of(message).text());
    switch (message.body()) {
      case Body.Text(String text) -> {
        root.put("type", "text");
        root.putObject("text").put("preview_url", false).put("body", text);
      }
      case Body.Template template -> {
        root.put("type", "template");
        putTemplate(root.putObject("template"), template);
      }
      case Body.Media media -> {
        String kind = media.kind().wireName();
        root.put("type", kind);
        putMedia(root.putObject(kind), media);
      }
    }
    return root.toString();
  }

  private static void putTemplate(ObjectNode node, Body.Template template) {
    node.put("name", template.name());
    node.putObject("language").put("code", template.language());
    ArrayNode components = CloudApiComponents.of(template);
    if (!components.isEmpty()) {
      node.set("components", components);
    }
  }

  private static void putMedia(ObjectNode node, Body.Media media) {
    node.put("id", media.mediaId());
    CloudApiComponents.putPresent(node, "caption", media.caption());
    CloudApiComponents.putPresent(node, "filename", media.filename());
  }

  /// Whether the answer says what was wrong in Meta's terms.
  static boolean hasCode(HttpAnswer answer) {
    return answer.json().at(CODE).canConvertToInt();
  }

  /// What an answer means.
  static ProviderAnswer read(HttpAnswer answer) {
    JsonNode json = answer.json();
    JsonNode code = json.at(CODE);
    if (code.canConvertToInt()) {
      return CloudApiCatalogue.ofCode(code.intValue(), reason(json.path("error")), answer);
    }
    if (!answer.isSuccess()) {
      return HttpStatuses.meaning(answer);
    }
    String id = json.path("messages").path(0).path("id").asText("");
    return id.isEmpty()
        ? new InDoubt("HTTP status %d without a message id".formatted(answer.status()))
        : new Accepted(id);
  }

  /// The details, which say more than the message, where there are any.
  private static String reason(JsonNode error) {
    String details = error.path("error_data").path("details").asText("");
    return HttpAnswer.reason(details.isEmpty() ? error.path("message").asText("") : details);
  }
}
