package dev.sluice.schemas;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The constraint on a request that a tenant writes: it is JSON as it stands, and its strings hold
/// places. It is filled after it was read, so whatever text goes in, what comes out is JSON.
final class RequestTemplate {

  private static final Pattern PLACE = Pattern.compile("\\{\\{\\w*}}");

  private RequestTemplate() {}

  /// Refuses the request of a [RemoteModel] that has no place for the text.
  ///
  /// @throws InvalidSetting that does not repeat the template, which may hold a key
  static void check(String key, String template) {
    check(key, template, RemoteModel.TEXT);
  }

  /// Refuses a request without that place.
  ///
  /// @throws InvalidSetting that does not repeat the template
  static void check(String key, String template, String place) {
    if (!template.contains(place)) {
      throw new InvalidSetting(key, "…", "must contain " + place);
    }
    if (strings(read(key, template, place)).stream().noneMatch(it -> it.contains(place))) {
      throw new InvalidSetting(
          key, "…", "must have %s inside a string, not a name".formatted(place));
    }
  }

  /// Refuses places that nobody fills, and a place for a list that is not the whole string.
  ///
  /// @param template that is known to be JSON
  /// @param known all the places there are, braces included
  /// @param lists those of them that stand for a list
  /// @throws InvalidSetting that repeats no more of the template than the place
  static void checkPlaces(String key, String template, Set<String> known, List<String> lists) {
    for (String string : strings(read(key, template, lists.getFirst()))) {
      for (MatchResult place : PLACE.matcher(string).results().toList()) {
        if (!known.contains(place.group())) {
          throw new InvalidSetting(key, place.group(), "is no place; known are " + sorted(known));
        }
      }
      for (String list : lists) {
        if (string.contains(list) && !string.equals(list)) {
          throw new InvalidSetting(key, list, "must be the whole of its string");
        }
      }
    }
  }

  private static String sorted(Set<String> places) {
    return places.stream().sorted().collect(Collectors.joining(", "));
  }

  private static JsonNode read(String key, String template, String place) {
    try {
      return Json.mapper().readTree(template);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new InvalidSetting(
          key,
          "…",
          "must be JSON with %s inside a string; unreadable at line %d, column %d"
              .formatted(place, at.getLineNr(), at.getColumnNr()));
    }
  }

  /// The strings of a document, at any depth; names of members are none.
  private static List<String> strings(JsonNode node) {
    List<String> found = new ArrayList<>();
    if (node.isTextual()) {
      found.add(node.textValue());
    }
    node.forEach(child -> found.addAll(strings(child)));
    return found;
  }
}
