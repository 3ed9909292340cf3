package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import dev.sluice.schemas.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A provider nobody has heard of, for the generic template: `POST /http/{account}/send` with the
/// header `X-Api-Key` and `{"to","text"}`, `{"to","template":{"name","language","values":[]}}`
/// (with the Cloud API's `components`, if wanted) or
/// `{"to","media":{"id","kind","caption","filename"}}`, and `reference` for our own id; answered by
/// 202 with `{"message":{"id"}}`.
final class PlainHttp implements ProviderContract {

  private static final Pattern SEND = Pattern.compile("/http/([^/]+)/send");
  private static final List<String> CONTENTS = List.of("text", "template", "media");
  private static final int ACCEPTED = 202;
  private static final int UNPROCESSABLE = 422;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;

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
    return Optional.ofNullable(headers.getFirst("X-Api-Key"));
  }

  @Override
  public Reading read(byte[] body) {
    JsonNode root = tree(body);
    String to = root.path("to").asText();
    if (to.isEmpty() || CONTENTS.stream().filter(root::has).count() != 1 || !isWhole(root)) {
      return new Refusal(
          error(UNPROCESSABLE, "to, and one of text, template and media, are required"));
    }
    return new Send(to, root.path("reference").asText());
  }

  private static boolean isWhole(JsonNode root) {
    if (root.has("template")) {
      JsonNode template = root.path("template");
      boolean components = template.path("components").isArray() || !template.has("components");
      return isFilled(template, "name") && template.path("values").isArray() && components;
    }
    return root.has("media")
        ? isFilled(root.path("media"), "id") && isFilled(root.path("media"), "kind")
        : isFilled(root, "text");
  }

  private static boolean isFilled(JsonNode node, String member) {
    return !node.path(member).asText().isEmpty();
  }

  @Override
  public String messageId(long seed, String account, String correlation, int attempt) {
    return Long.toUnsignedString(Draws.hash(seed, account + "/" + correlation, attempt, "id"));
  }

  @Override
  public Answer accepted(String account, Send send, String providerMessageId) {
    ObjectNode root = Json.mapper().createObjectNode();
    root.putObject("message").put("id", providerMessageId);
    return new Answer(ACCEPTED, root.toString());
  }

  @Override
  public Answer throttled(Throttle throttle) {
    return error(throttle.httpStatus(), "too many requests");
  }

  @Override
  public Answer refused(Failure failure) {
    return error(failure.httpStatus(), failure.message());
  }

  @Override
  public Answer unauthorized() {
    return error(UNAUTHORIZED, "wrong key");
  }

  @Override
  public Answer unknownAccount() {
    return error(NOT_FOUND, "no such account");
  }

  @Override
  public boolean tellsStatuses() {
    return false;
  }

  private static Answer error(int status, String message) {
    if (message.isEmpty()) {
      return new Answer(status, "");
    }
    ObjectNode root = Json.mapper().createObjectNode();
    return new Answer(status, root.put("error", message).toString());
  }

  private static JsonNode tree(byte[] body) {
    try {
      return Json.mapper().readTree(body);
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }
}
