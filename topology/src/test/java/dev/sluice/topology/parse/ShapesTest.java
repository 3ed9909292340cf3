package dev.sluice.topology.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every shape Meta sends, as far as it is known, becomes what docs/webhooks.md says.
class ShapesTest {

  /// How many shapes are handled.
  static final int SHAPES = 138;

  private static final Path PAGE = Path.of(System.getProperty("sluice.root"), "docs/webhooks.md");

  static List<Shape> shapes() {
    return Shape.all();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void shouldBecomeWhatThePageSays(Shape shape) {
    // Given
    JsonNode expected = shape.elements();

    // When
    List<JsonNode> read = shape.parsed(Shape.RECEIVED).stream().map(ShapesTest::tree).toList();

    // Then
    List<String> differences = new ArrayList<>();
    compare(expected, Json.mapper().valueToTree(read), shape.name(), differences);
    assertThat(differences).isEmpty();
    assertThat(expected).isNotEmpty();
  }

  @Test
  void shouldHandleAsManyShapesAsThePageLists() throws IOException {
    // Given
    List<String> inFiles =
        shapes().stream()
            .map(it -> "| `%s` | %s | %s |".formatted(it.name(), it.description(), it.becomes()))
            .toList();

    // When
    List<String> onThePage;
    try (Stream<String> lines = Files.lines(PAGE)) {
      onThePage = lines.filter(it -> it.matches("\\| `(whatsapp|messenger|instagram)/.*")).toList();
    }

    // Then
    assertThat(onThePage).containsExactlyInAnyOrderElementsOf(inFiles).hasSize(SHAPES);
  }

  private static JsonNode tree(Parsed parsed) {
    ObjectNode tree = Json.mapper().createObjectNode();
    return switch (parsed) {
      case Parsed.Message(var message) ->
          tree.<ObjectNode>setAll((ObjectNode) Json.mapper().valueToTree(message))
              .put("kind", "message");
      case Parsed.Status(var status) ->
          tree.<ObjectNode>setAll((ObjectNode) Json.mapper().valueToTree(status))
              .put("kind", "status");
      case Parsed.Operator(var event, String digest) ->
          tree.<ObjectNode>setAll((ObjectNode) Json.mapper().valueToTree(event))
              .put("eventKind", event.kind())
              .put("kind", "operator");
      case Parsed.Ignored ignored -> tree.put("kind", "ignored");
      case Parsed.Rejected(var reason, String why) ->
          tree.put("kind", "rejected").put("reason", reason.name());
    };
  }

  /// Fields the expectation does not name may be anything; `null` is a field that is not there, and
  /// `kind:*` a name made from what makes the event that event.
  private static void compare(
      JsonNode expected, JsonNode actual, String path, List<String> differences) {
    if (expected.isObject()) {
      expected
          .properties()
          .forEach(
              it ->
                  compare(
                      it.getValue(),
                      actual.path(it.getKey()),
                      path + "." + it.getKey(),
                      differences));
    } else if (expected.isArray() && expected.size() == actual.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(expected.get(i), actual.get(i), path + "[" + i + "]", differences);
      }
    } else if (!fits(expected, actual)) {
      differences.add("%s: expected %s, was %s".formatted(path, expected, actual));
    }
  }

  private static boolean fits(JsonNode expected, JsonNode actual) {
    if (expected.isNull()) {
      return actual.isMissingNode();
    }
    String text = expected.asText();
    return text.endsWith(":*")
        ? actual.asText().matches(text.substring(0, text.length() - 1) + "[0-9a-f]{32}")
        : expected.equals(actual);
  }

  @Test
  void shouldTellOperatorsNothingOfAPerson() {
    // Given
    List<Parsed> all = shapes().stream().flatMap(it -> it.parsed(Shape.RECEIVED).stream()).toList();

    // When
    List<byte[]> records =
        all.stream()
            .filter(it -> it instanceof Parsed.Operator)
            .map(it -> ((Parsed.Operator) it).event())
            .map(it -> Topics.OPERATOR_EVENTS.values().serializer().serialize("", it))
            .toList();

    // Then
    assertThat(records)
        .isNotEmpty()
        .allSatisfy(
            it ->
                assertThat(new String(it, java.nio.charset.StandardCharsets.UTF_8))
                    .doesNotContain("12025550101", "7001", "u-1"));
  }
}
