package dev.sluice.dispatcher;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.ProviderTemplate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request of a [ProviderTemplate] with a message in its places. Pure.
///
/// It is filled inside its strings after it was read as JSON, in one pass: no text can end a
/// string, add a field or be filled itself. A string with a place that the message has no value for
/// is left out, and so is an object or array that this leaves empty: one request serves texts,
/// templates and media.
final class FilledRequest {

  private static final Pattern PLACE = Pattern.compile("\\{\\{\\w+}}");

  private final Map<String, JsonNode> values = new HashMap<>();

  private FilledRequest(OutboundMessage message) {
    put(ProviderTemplate.TO, message.recipient().value());
    put(ProviderTemplate.MESSAGE_ID, message.messageId());
    switch (message.body()) {
      case Body.Text(String text) -> put(ProviderTemplate.TEXT, text);
      case Body.Template template -> {
        put(ProviderTemplate.TEMPLATE, template.name());
        put(ProviderTemplate.LANGUAGE, template.language());
        ArrayNode parameters = Json.mapper().createArrayNode();
        template.parameters().forEach(parameters::add);
        values.put(ProviderTemplate.PARAMETERS, parameters);
        values.put(ProviderTemplate.COMPONENTS, CloudApiComponents.of(template));
      }
      case Body.Media media -> {
        put(ProviderTemplate.MEDIA_ID, media.mediaId());
        put(ProviderTemplate.MEDIA_KIND, media.kind().wireName());
        putPresent(ProviderTemplate.CAPTION, media.caption());
        putPresent(ProviderTemplate.FILENAME, media.filename());
      }
    }
  }

  /// The request's text.
  ///
  /// @param request with a place for the recipient, so something of it always remains
  static String of(JsonNode request, OutboundMessage message) {
    return String.valueOf(new FilledRequest(message).filled(request));
  }

  /// The places in a request's strings.
  static Set<String> places(JsonNode request) {
    Set<String> places = new HashSet<>();
    if (request.isTextual()) {
      PLACE.matcher(request.textValue()).results().map(MatchResult::group).forEach(places::add);
    }
    request.forEach(inner -> places.addAll(places(inner)));
    return places;
  }

  private void putPresent(String place, @Nullable String value) {
    if (value != null) {
      put(place, value);
    }
  }

  private void put(String place, String value) {
    values.put(place, TextNode.valueOf(value));
  }

  private @Nullable JsonNode filled(JsonNode node) {
    return switch (node) {
      case TextNode text -> filled(text.textValue());
      case ObjectNode object -> filled(object);
      case ArrayNode array -> filled(array);
      default -> node;
    };
  }

  private @Nullable JsonNode filled(String string) {
    JsonNode whole = values.get(string);
    if (whole != null) {
      return whole;
    }
    Matcher places = PLACE.matcher(string);
    if (places.results().anyMatch(place -> !values.containsKey(place.group()))) {
      return null;
    }
    return TextNode.valueOf(
        places.replaceAll(place -> Matcher.quoteReplacement(text(place.group()))));
  }

  private String text(String place) {
    return requireNonNull(values.get(place)).asText();
  }

  private @Nullable JsonNode filled(ObjectNode object) {
    ObjectNode copy = Json.mapper().createObjectNode();
    object
        .properties()
        .forEach(
            member -> {
              JsonNode value = filled(member.getValue());
              if (value != null) {
                copy.set(member.getKey(), value);
              }
            });
    return copy.isEmpty() && !object.isEmpty() ? null : copy;
  }

  private @Nullable JsonNode filled(ArrayNode array) {
    ArrayNode copy = Json.mapper().createArrayNode();
    array.forEach(
        item -> {
          JsonNode value = filled(item);
          if (value != null) {
            copy.add(value);
          }
        });
    return copy.isEmpty() && !array.isEmpty() ? null : copy;
  }
}
