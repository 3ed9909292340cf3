package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of WhatsApp's Cloud API a send needs: its path, its request, its answers.
final class CloudApi implements ProviderContract {

  private static final Pattern SEND = Pattern.compile("/v\\d+(?:\\.\\d+)?/([^/]+)/messages");
  private static final String BEARER = "Bearer ";
  private static final int UNAUTHORIZED = 401;

  @Override
  public boolean serves(String path) {
    return SEND.matcher(path).matches();
  }

  @Override
  public Optional<String> account(String path) {
    Matcher matcher = SEND.matcher(path);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  @Override
  public Optional<String> secret(String account, Headers headers) {
    return Optional.ofNullable(headers.getFirst("Authorization"))
        .filter(value -> value.startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()));
  }

  @Override
  public Reading read(byte[] body) {
    return readSend(body);
  }

  /// Reads a send in Meta's form, refused in Meta's words.
  static Reading readSend(byte[] body) {
    try {
      return send(tree(body));
    } catch (Rejected e) {
      return new Refusal(error(400, e.code(), String.valueOf(e.getMessage())));
    }
  }

  private static Send send(JsonNode root) throws Rejected {
    if (!root.path("messaging_product").asText().equals("whatsapp")) {
      throw new Rejected(100, "(#100) The parameter messaging_product is required.");
    }
    String type = root.path("type").asText("text");
    String to = root.path("to").asText();
    if (to.isEmpty() || !root.path(type).isObject()) {
      throw Rejected.missing();
    }
    switch (type) {
      case "text" -> require(root.at("/text/body"));
      case "template" -> CloudApiTemplate.check(root.path("template"));
      case "image", "video", "audio", "document", "sticker" -> checkMedia(type, root.path(type));
      default -> throw new Rejected(131051, "(#131051) Unsupported message type");
    }
    return new Send(to, root.path("biz_opaque_callback_data").asText());
  }

  @Override
  public String messageId(long seed, String account, String correlation, int attempt) {
    return MessageIds.of(Channel.WHATSAPP, seed, account + "/" + correlation, attempt);
  }

  @Override
  public Answer accepted(String account, Send send, String providerMessageId) {
    return taken(send, providerMessageId);
  }

  static Answer taken(Send send, String providerMessageId) {
    ObjectNode root = Json.mapper().createObjectNode().put("messaging_product", "whatsapp");
    root.putArray("contacts").addObject().put("input", send.to()).put("wa_id", send.to());
    root.putArray("messages")
        .addObject()
        .put("id", providerMessageId)
        .put("message_status", "accepted");
    return new Answer(200, root.toString());
  }

  @Override
  public Answer throttled(Throttle throttle) {
    return error(throttle.httpStatus(), 130429, "(#130429) Rate limit hit");
  }

  @Override
  public Answer refused(Failure failure) {
    return error(failure.httpStatus(), failure.code(), failure.message());
  }

  @Override
  public Answer unauthorized() {
    return error(UNAUTHORIZED, 190, "Invalid OAuth access token.");
  }

  @Override
  public Answer unknownAccount() {
    return error(400, 100, "Unsupported post request. No such object.");
  }

  @Override
  public boolean tellsStatuses() {
    return true;
  }

  /// An error in Meta's form.
  ///
  /// @param code 0 for an answer without body
  static Answer error(int status, int code, String message) {
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

  /// A caption and a filename only where Meta's form of that media has them.
  static void checkMedia(String type, JsonNode media) throws Rejected {
    require(media.path("id"));
    boolean captioned = media.has("caption") && (type.equals("audio") || type.equals("sticker"));
    boolean named = media.has("filename") && !type.equals("document");
    if (captioned || named) {
      throw Rejected.invalid();
    }
  }

  static void require(JsonNode text) throws Rejected {
    if (!text.isTextual() || text.textValue().isEmpty()) {
      throw Rejected.missing();
    }
  }
}
