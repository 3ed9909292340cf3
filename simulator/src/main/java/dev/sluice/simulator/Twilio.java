package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import dev.sluice.schemas.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Twilio's messages: `POST /2010-04-01/Accounts/{sid}/Messages.json`, a form, basic authentication
/// with the account's SID and token. A send carries nothing of ours, so it is counted by its
/// recipient.
final class Twilio implements ProviderContract {

  private static final Pattern SEND =
      Pattern.compile("/2010-04-01/Accounts/([^/]+)/Messages\\.json");
  private static final Pattern WHATSAPP = Pattern.compile("whatsapp:\\+[1-9]\\d{4,14}");
  private static final String BASIC = "Basic ";
  private static final int CREATED = 201;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int SID_BYTES = 16;

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
        .filter(value -> value.startsWith(BASIC))
        .flatMap(value -> decoded(value.substring(BASIC.length())))
        .filter(pair -> pair.startsWith(account + ":"))
        .map(pair -> pair.substring(account.length() + 1));
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  @Override
  public Reading read(byte[] body) {
    Map<String, String> form = form(new String(body, StandardCharsets.UTF_8));
    String to = form.getOrDefault("To", "");
    String from = form.getOrDefault("From", "");
    if (to.isEmpty()) {
      return refusal(21604, "A 'To' phone number is required.");
    }
    if (!WHATSAPP.matcher(to).matches()) {
      return refusal(21211, "Invalid 'To' Phone Number");
    }
    if (from.isEmpty()) {
      return refusal(21603, "A 'From' phone number is required.");
    }
    if (!WHATSAPP.matcher(from).matches()) {
      return refusal(21212, "Invalid From Number");
    }
    return content(form).<Reading>map(it -> it).orElseGet(() -> new Send(to, to));
  }

  /// What is wrong with the content; empty when nothing is.
  private static Optional<Refusal> content(Map<String, String> form) {
    boolean template = form.containsKey("ContentSid");
    if (!template && form.getOrDefault("Body", "").isEmpty()) {
      return Optional.of(refusal(21619, "A text message body or media urls must be specified."));
    }
    String variables = form.get("ContentVariables");
    if (variables == null) {
      return Optional.empty();
    }
    if (!template) {
      return Optional.of(refusal(21654, "ContentSid Required"));
    }
    return areVariables(variables)
        ? Optional.empty()
        : Optional.of(refusal(21656, "The ContentVariables Parameter is invalid"));
  }

  /// An object whose values are all strings with something in them.
  private static boolean areVariables(String json) {
    try {
      JsonNode tree = Json.mapper().readTree(json);
      return tree.isObject()
          && tree.valueStream().allMatch(it -> it.isTextual() && !it.textValue().isEmpty());
    } catch (IOException notJson) {
      return false;
    }
  }

  @Override
  public String messageId(long seed, String account, String correlation, int attempt) {
    byte[] random = new byte[SID_BYTES];
    long word = Draws.hash(seed, account + "/" + correlation, attempt, "message sid");
    for (int i = 0; i < random.length; i++) {
      random[i] = (byte) word;
      word = Draws.mix(word);
    }
    return "SM" + HexFormat.of().formatHex(random);
  }

  @Override
  public Answer accepted(String account, Send send, String providerMessageId) {
    ObjectNode root =
        Json.mapper()
            .createObjectNode()
            .put("account_sid", account)
            .put("api_version", "2010-04-01")
            .put("direction", "outbound-api");
    root.putNull("error_code");
    root.putNull("error_message");
    root.put("to", send.to()).put("sid", providerMessageId).put("status", "queued");
    return new Answer(CREATED, root.toString());
  }

  @Override
  public Answer throttled(Throttle throttle) {
    return error(throttle.httpStatus(), 20429, "Too Many Requests");
  }

  @Override
  public Answer refused(Failure failure) {
    return error(failure.httpStatus(), failure.code(), failure.message());
  }

  @Override
  public Answer unauthorized() {
    return error(UNAUTHORIZED, 20003, "Authenticate");
  }

  @Override
  public Answer unknownAccount() {
    return unauthorized();
  }

  @Override
  public boolean tellsStatuses() {
    return false;
  }

  private static Refusal refusal(int code, String message) {
    return new Refusal(error(BAD_REQUEST, code, message));
  }

  /// @param code 0 for an answer without body
  private static Answer error(int status, int code, String message) {
    if (code == 0) {
      return new Answer(status, "");
    }
    ObjectNode root = Json.mapper().createObjectNode().put("code", code).put("message", message);
    root.put("more_info", "https://www.twilio.com/docs/errors/" + code).put("status", status);
    return new Answer(status, root.toString());
  }

  private static Map<String, String> form(String body) {
    Map<String, String> fields = new HashMap<>();
    for (String field : body.split("&", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(decode(field.substring(0, equals)), decode(field.substring(equals + 1)));
      }
    }
    return fields;
  }

  /// What is no encoding at all is taken as it is.
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }
}
