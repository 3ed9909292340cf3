package dev.sluice.enrichers.remote;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.schemas.Json;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Any JSON over HTTP: a request with places to fill, pointers into the answer.
///
/// The template is read as JSON first and filled afterwards, inside its strings, in one pass: no
/// text can end a string, add a field or be filled itself.
///
/// @param template the tenant's, JSON with the text's place in one of its strings
/// @param labelAt JSON pointer to the label
/// @param scoreAt JSON pointer to its probability; null when there is none
record TemplateContract(String template, String labelAt, @Nullable String scoreAt)
    implements Contract {

  private static final Pattern PLACE = Pattern.compile("\\{\\{(text|id|tenant)}}");

  @Override
  public JsonNode request(Question question) {
    return filled(parsed(), question);
  }

  @Override
  public Reading answer(Question question, JsonNode answer) {
    JsonNode label = at(answer, labelAt);
    if (label.isMissingNode() || label.isNull()) {
      return new Reading.Missing();
    }
    if (!label.isTextual() && !label.isIntegralNumber()) {
      return new Reading.Garbage("no label where labelAt points");
    }
    OptionalDouble score =
        scoreAt == null ? OptionalDouble.empty() : Contract.number(at(answer, scoreAt));
    return question.labels().read(label.asText(), score, Map.of(), null);
  }

  private JsonNode parsed() {
    try {
      return Json.mapper().readTree(template);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the request is not JSON", null);
    }
  }

  private static JsonNode filled(JsonNode node, Question question) {
    if (node.isTextual()) {
      return TextNode.valueOf(filled(node.textValue(), question));
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = Json.mapper().createObjectNode();
      object
          .properties()
          .forEach(field -> copy.set(field.getKey(), filled(field.getValue(), question)));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = Json.mapper().createArrayNode();
      array.forEach(item -> copy.add(filled(item, question)));
      return copy;
    }
    return node;
  }

  private static String filled(String string, Question question) {
    return PLACE
        .matcher(string)
        .replaceAll(place -> Matcher.quoteReplacement(value(place, question)));
  }

  private static String value(MatchResult place, Question question) {
    return switch (place.group(1)) {
      case "text" -> question.text();
      case "id" -> question.id();
      default -> question.tenant().value();
    };
  }

  private static JsonNode at(JsonNode answer, String pointer) {
    return answer.at(JsonPointer.compile(pointer));
  }
}
