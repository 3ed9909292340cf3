package dev.sluice.tenants;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.sluice.schemas.InvalidSetting;
import dev.sluice.schemas.Json;
import dev.sluice.tenants.TenantFileError.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What Jackson found wrong in a tenant, in an operator's terms: line, key, value, constraint.
final class TenantProblem {

  private TenantProblem() {}

  static Problem of(JsonMappingException e, YamlTree tree) {
    String pointer = "";
    StringBuilder name = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        pointer += "/" + step.getIndex();
        name.append('[').append(step.getIndex()).append(']');
      } else {
        pointer = YamlTree.child(pointer, step.getFieldName());
        name.append(name.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    InvalidSetting invalid = invalidSetting(e);
    return invalid == null
        ? new Problem(tree.line(pointer), name + " " + constraint(e, tree.root().at(pointer)))
        : broken(invalid, tree, pointer, name.toString());
  }

  /// The path of the exception leads to the record whose constraint is broken, the setting's key
  /// from there to the member. A record that is one text has no members: the path is all.
  private static Problem broken(
      InvalidSetting invalid, YamlTree tree, String pointer, String name) {
    if (!tree.root().at(pointer).isObject()) {
      return new Problem(tree.line(pointer), name + " " + invalid.constraint());
    }
    String key = name.isEmpty() ? invalid.key() : name + "." + invalid.key();
    return new Problem(
        tree.line(pointer + pointerOf(invalid.key())), key + " " + invalid.constraint());
  }

  /// The JSON pointer of a setting's key: `topics[2].name` is at `/topics/2/name`.
  private static String pointerOf(String key) {
    return "/" + key.replaceAll("\\[(\\d+)]", "/$1").replace('.', '/');
  }

  private static @Nullable InvalidSetting invalidSetting(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof InvalidSetting invalid) {
        return invalid;
      }
    }
    return null;
  }

  private static String constraint(JsonMappingException e, JsonNode value) {
    Class<?> wanted =
        e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    String shown = value.isTextual() ? "'%s' ".formatted(value.asText()) : "";
    return shown + "must be " + (wanted == null ? "something else" : description(wanted));
  }

  private static String description(Class<?> wanted) {
    if (wanted.isEnum()) {
      return "one of "
          + Arrays.stream(wanted.getEnumConstants())
              .map(constant -> Json.mapper().convertValue(constant, String.class))
              .collect(Collectors.joining(", "));
    }
    if (Collection.class.isAssignableFrom(wanted)) {
      return "a list";
    }
    if (wanted == Integer.class || wanted == int.class) {
      return "a whole number";
    }
    if (wanted == Double.class || wanted == double.class) {
      return "a number";
    }
    if (wanted == Boolean.class || wanted == boolean.class) {
      return "true or false";
    }
    if (wanted == Duration.class) {
      return "a duration in ISO-8601, for example PT30S";
    }
    if (wanted == URI.class) {
      return "an address";
    }
    return wanted == String.class ? "text" : "a mapping";
  }
}
