package dev.sluice.dispatcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.TemplateButton;
import dev.sluice.schemas.TemplateHeader;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `components` of a template as the Cloud API wants them: the values of the placeholders of
/// its header, its body and its buttons. Pure.
///
/// An index is a string, as in most of Meta's examples, and so are the degrees of a
/// [place](https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/utility-templates/location-templates/).
final class CloudApiComponents {

  private CloudApiComponents() {}

  /// Header, body and buttons, in this order; what has no values is left out.
  static ArrayNode of(Body.Template template) {
    ArrayNode components = Json.mapper().createArrayNode();
    TemplateHeader header = template.header();
    if (header != null) {
      components.add(ofHeader(header));
    }
    if (!template.parameters().isEmpty()) {
      components.add(ofBody(template.parameters()));
    }
    template.buttons().stream()
        .sorted(Comparator.comparingInt(TemplateButton::index))
        .forEach(button -> components.add(ofButton(button)));
    return components;
  }

  private static ObjectNode ofHeader(TemplateHeader header) {
    ObjectNode component = component("header");
    ObjectNode parameter = component.putArray("parameters").addObject();
    switch (header) {
      case TemplateHeader.Text(String text) -> parameter.put("type", "text").put("text", text);
      case TemplateHeader.Media media -> {
        String kind = media.kind().wireName();
        ObjectNode node = parameter.put("type", kind).putObject(kind).put("id", media.mediaId());
        putPresent(node, "filename", media.filename());
      }
      case TemplateHeader.Location location -> {
        ObjectNode node = parameter.put("type", "location").putObject("location");
        node.put("latitude", degrees(location.latitude()));
        node.put("longitude", degrees(location.longitude()));
        putPresent(node, "name", location.name());
        putPresent(node, "address", location.address());
      }
    }
    return component;
  }

  private static ObjectNode ofBody(List<String> values) {
    ObjectNode component = component("body");
    ArrayNode parameters = component.putArray("parameters");
    values.forEach(it -> parameters.addObject().put("type", "text").put("text", it));
    return component;
  }

  private static ObjectNode ofButton(TemplateButton button) {
    return switch (button) {
      case TemplateButton.QuickReply(int index, String payload) ->
          button("quick_reply", index, "payload", payload);
      case TemplateButton.Url(int index, String suffix) -> button("url", index, "text", suffix);
      case TemplateButton.CopyCode(int index, String coupon) ->
          button("copy_code", index, "coupon_code", coupon);
    };
  }

  /// @param type of the parameter, and where in it the value is
  private static ObjectNode button(String subType, int index, String type, String value) {
    ObjectNode component =
        component("button").put("sub_type", subType).put("index", Integer.toString(index));
    component.putArray("parameters").addObject().put("type", type).put(type, value);
    return component;
  }

  private static ObjectNode component(String type) {
    return Json.mapper().createObjectNode().put("type", type);
  }

  /// Without an exponent, however small.
  private static String degrees(double value) {
    return BigDecimal.valueOf(value).toPlainString();
  }

  static void putPresent(ObjectNode node, String key, @Nullable String value) {
    if (value != null) {
      node.put(key, value);
    }
  }
}
