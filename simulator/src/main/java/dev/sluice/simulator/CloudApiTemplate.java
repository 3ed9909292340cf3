package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// The form of a template in a send of WhatsApp's Cloud API: at most one header, one body, and each
/// button once, every one with its parameters. Whether they fit the template that was approved only
/// Meta knows.
final class CloudApiTemplate {

  private static final Set<String> HEADER_MEDIA = Set.of("image", "video", "document");
  private static final Pattern INDEX = Pattern.compile("\\d");
  private static final Pattern DEGREES = Pattern.compile("-?\\d{1,3}(\\.\\d+)?");

  private CloudApiTemplate() {}

  /// @throws Rejected when Meta would refuse it
  static void check(JsonNode template) throws Rejected {
    CloudApi.require(template.path("name"));
    CloudApi.require(template.path("language").path("code"));
    JsonNode components = template.path("components");
    if (!components.isMissingNode() && !components.isArray()) {
      throw Rejected.invalid();
    }
    Set<String> seen = new HashSet<>();
    for (JsonNode component : components) {
      JsonNode parameters = component.path("parameters");
      String type = component.path("type").asText();
      switch (type) {
        case "header" -> checkHeader(only(parameters));
        case "body" -> checkBody(parameters);
        case "button" -> checkButton(component, only(parameters));
        default -> throw Rejected.invalid();
      }
      if (!seen.add(type + component.path("index").asText())) {
        throw Rejected.invalid();
      }
    }
  }

  private static void checkHeader(JsonNode parameter) throws Rejected {
    String type = parameter.path("type").asText();
    JsonNode value = parameter.path(type);
    if (type.equals("text")) {
      CloudApi.require(value);
    } else if (type.equals("location")) {
      checkDegrees(value.path("latitude"));
      checkDegrees(value.path("longitude"));
    } else if (HEADER_MEDIA.contains(type)) {
      CloudApi.checkMedia(type, value);
    } else {
      throw Rejected.invalid();
    }
  }

  private static void checkBody(JsonNode parameters) throws Rejected {
    if (parameters.isEmpty()) {
      throw Rejected.missing();
    }
    for (JsonNode parameter : parameters) {
      if (!parameter.path("type").asText().equals("text")) {
        throw Rejected.invalid();
      }
      CloudApi.require(parameter.path("text"));
    }
  }

  private static void checkButton(JsonNode button, JsonNode parameter) throws Rejected {
    if (!INDEX.matcher(button.path("index").asText()).matches()) {
      throw Rejected.invalid();
    }
    String type =
        switch (button.path("sub_type").asText()) {
          case "quick_reply" -> "payload";
          case "url" -> "text";
          case "copy_code" -> "coupon_code";
          default -> throw Rejected.invalid();
        };
    if (!parameter.path("type").asText().equals(type)) {
      throw Rejected.invalid();
    }
    CloudApi.require(parameter.path(type));
  }

  private static void checkDegrees(JsonNode value) throws Rejected {
    CloudApi.require(value);
    if (!DEGREES.matcher(value.textValue()).matches()) {
      throw Rejected.invalid();
    }
  }

  private static JsonNode only(JsonNode parameters) throws Rejected {
    if (!parameters.isArray() || parameters.size() != 1) {
      throw Rejected.missing();
    }
    return parameters.get(0);
  }
}
