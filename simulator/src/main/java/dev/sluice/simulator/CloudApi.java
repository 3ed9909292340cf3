package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of WhatsApp's Cloud API a send needs: its path, its request, its answers.
final class CloudApi {

  private static final Pattern SEND = Pattern.compile("/v\\d+(?:\\.\\d+)?/([^/]+)/messages");

  private CloudApi() {}

  /// The answer to a request.
  ///
  /// @param body JSON, or empty
  record Answer(int status, String body) {}

  /// A request that is none; the message is Meta's.
  static final class Rejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    private Rejected(int code, String message) {
      super(message);
      this.code = code;
    }

    Answer answer() {
      return refused(400, code, String.valueOf(getMessage()));
    }
  }

  /// A send, as far as the simulator reads it.
  ///
  /// @param correlation our own message id, `biz_opaque_callback_data`; empty when none was sent
  record Send(String to, String correlation) {}

  /// The phone number id a path addresses; empty when it is no send.
  static Optional<String> account(String path) {
    Matcher matcher = SEND.matcher(path);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /// @throws Rejected when a part is missing that Meta insists on
  static Send read(byte[] body) throws Rejected {
    JsonNode root = tree(body);
    if (!root.path("messaging_product").asText().equals("whatsapp")) {
      throw new Rejected(100, "(#100) The parameter messaging_product is required.");
    }
    String type = root.path("type").asText("text");
    String to = root.path("to").asText();
    if (to.isEmpty() || !root.path(type).isObject()) {
      throw new Rejected(131008, "(#131008) Required parameter is missing");
    }
    switch (type) {
      case "text" -> require(root.at("/text/body"));
      case "template" -> {
        require(root.at("/template/name"));
        require(root.at("/template/language/code"));
      }
      default -> throw new Rejected(131051, "(#131051) Unsupported message type");
    }
    return new Send(to, root.path("biz_opaque_callback_data").asText());
  }

  static Answer accepted(String to, String providerMessageId) {
    ObjectNode root = Json.mapper().createObjectNode().put("messaging_product", "whatsapp");
    root.putArray("contacts").addObject().put("input", to).put("wa_id", to);
    root.putArray("messages")
        .addObject()
        .put("id", providerMessageId)
        .put("message_status", "accepted");
    return new Answer(200, root.toString());
  }

  /// @param code 0 for an answer without body
  static Answer refused(int status, int code, String message) {
    if (code == 0) {
      return new Answer(status, "");
    }
    ObjectNode root = Json.mapper().createObjectNode();
    ObjectNode error =
        root.putObject("error")
            .put("message", message)
            .put("type", "OAuthException")
            .put("code", code);
    error.putObject("error_data").put("messaging_product", "whatsapp").put("details", message);
    error.put("fbtrace_id", "AsimulatedTraceId");
    return new Answer(status, root.toString());
  }

  private static JsonNode tree(byte[] body) throws Rejected {
    try {
      return Json.mapper().readTree(body);
    } catch (IOException e) {
      throw new Rejected(100, "(#100) Invalid parameter");
    }
  }

  private static void require(JsonNode text) throws Rejected {
    if (text.asText().isEmpty()) {
      throw new Rejected(131008, "(#131008) Required parameter is missing");
    }
  }
}
