package dev.sluice.dispatcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.InDoubt;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Twilio's messages over WhatsApp: a form, and an account with a token.
///
/// The name of a template is its `ContentSid`, which also says its language. There is no field that
/// Twilio would echo, so what became of a message in doubt cannot be learnt from its statuses.
///
/// The values of a template's placeholders are
/// [variables](https://www.twilio.com/docs/content/using-variables-with-content-api) of one list,
/// wherever they stand: which of them is in the header, the body or a button is in the template,
/// and only whoever wrote it knows. So all of them are parameters here, and a message that names a
/// header or a button is refused rather than sent with a value in the wrong place. Media has an
/// [address](https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages), no id.
///
/// @param account the account's SID
/// @param sender the number messages come from, with or without a plus
record TwilioContract(URI url, String account, String sender) implements Contract {

  private static final String NO_COMPONENTS =
      "Twilio numbers the placeholders of header, body and buttons as one list:"
          + " give all of them as parameters";
  private static final String NO_MEDIA = "Twilio takes media by its address, not by an id";

  @Override
  public HttpRequest.Builder head(String secret) {
    String pair = account + ":" + secret;
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    URI address = Contract.below(url, "/2010-04-01/Accounts/" + account + "/Messages.json");
    return HttpRequest.newBuilder(address)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Authorization", "Basic " + basic);
  }

  @Override
  public String body(OutboundMessage message) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("From", whatsApp(sender));
    form.put("To", whatsApp(message.recipient().value()));
    switch (message.body()) {
      case Body.Text(String text) -> form.put("Body", text);
      case Body.Template template -> {
        form.put("ContentSid", template.name());
        if (!template.parameters().isEmpty()) {
          form.put("ContentVariables", numbered(template.parameters()));
        }
      }
      case Body.Media _ -> throw new IllegalArgumentException(NO_MEDIA);
    }
    return form.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  @Override
  public Optional<Refused> contentRefusal(Body body) {
    return switch (body) {
      case Body.Text _ -> Optional.empty();
      case Body.Template template ->
          template.header() == null && template.buttons().isEmpty()
              ? Optional.empty()
              : Contract.cannotCarry(NO_COMPONENTS);
      case Body.Media _ -> Contract.cannotCarry(NO_MEDIA);
    };
  }

  @Override
  public ProviderAnswer read(HttpAnswer answer) {
    JsonNode json = answer.json();
    if (answer.isSuccess()) {
      String sid = json.path("sid").asText("");
      return sid.isEmpty()
          ? new InDoubt("HTTP status %d without a sid".formatted(answer.status()))
          : new Accepted(sid);
    }
    return json.path("code").canConvertToInt()
        ? TwilioCatalogue.ofCode(
            json.path("code").intValue(),
            HttpAnswer.reason(json.path("message").asText("")),
            answer)
        : HttpStatuses.meaning(answer);
  }

  private static String whatsApp(String number) {
    return "whatsapp:" + (number.startsWith("+") ? number : "+" + number);
  }

  /// `{"1":"first","2":"second"}`.
  private static String numbered(List<String> parameters) {
    ObjectNode variables = Json.mapper().createObjectNode();
    for (String parameter : parameters) {
      variables.put(Integer.toString(variables.size() + 1), parameter);
    }
    return variables.toString();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
