package dev.sluice.topology.admit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.Json;
import dev.sluice.topology.parse.Element;
import dev.sluice.topology.parse.Parsed;
import dev.sluice.topology.parse.Position;
import dev.sluice.topology.parse.Shape;
import dev.sluice.topology.parse.WebhookParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FingerprintTest {

  /// Every shape, but those that have no time of their own and fall back to that of the receipt.
  static Stream<Shape> shapes() {
    return Shape.all().stream();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void shouldKnowAgainWhatIsDeliveredAgain(Shape shape) {
    // Given
    List<Optional<String>> first = of(shape.parsed(Shape.RECEIVED));

    // When
    List<Optional<String>> again = of(shape.parsed(Shape.RECEIVED.plus(Duration.ofHours(3))));

    // Then
    assertThat(again).isEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void shouldTakeNoTwoElementsOfAShapeForTheSame(Shape shape) {
    // Given
    List<Parsed> elements = shape.parsed(Shape.RECEIVED);

    // When
    List<String> known = of(elements).stream().flatMap(Optional::stream).toList();

    // Then
    assertThat(known).doesNotHaveDuplicates();
    assertThat(known)
        .as("only what goes nowhere has none")
        .hasSize(
            (int)
                elements.stream()
                    .filter(
                        it -> !(it instanceof Parsed.Ignored) && !(it instanceof Parsed.Rejected))
                    .count());
  }

  /// Each of these is what one event has and another of the same kind has not.
  @ParameterizedTest
  @CsvSource({
    "messenger/reaction, /entry/0/messaging/0/reaction/mid, m_other",
    "messenger/reaction, /entry/0/messaging/0/sender/id, 7002",
    "messenger/reaction, /entry/0/messaging/0/reaction/action, unreact",
    "messenger/reaction, /entry/0/messaging/0/timestamp, 1795255200251",
    "messenger/edit, /entry/0/messaging/0/message_edit/num_edit, 3",
    "messenger/edit, /entry/0/messaging/0/message_edit/mid, m_other",
    "instagram/unsend, /entry/0/messaging/0/message/mid, m_other",
    "messenger/read-watermark, /entry/0/messaging/0/read/watermark, 1795255200251",
    "messenger/read-watermark, /entry/0/messaging/0/sender/id, 7002",
    "messenger/delivery-watermark, /entry/0/messaging/0/delivery/watermark, 1795255200251",
    "messenger/postback-without-mid, /entry/0/messaging/0/timestamp, 1795255200251",
    "messenger/optin, /entry/0/messaging/0/optin/ref, other",
    "messenger/feed-comment-edited, /entry/0/changes/0/value/message, other",
    "instagram/comment-in-changes, /entry/0/changes/0/value/comment_id, 190",
    "instagram/comment-on-the-entry, /entry/0/value/id, 190",
    "instagram/comments-without-ids, /entry/0/time, 1795255201",
    "whatsapp/id-missing, /entry/0/changes/0/value/messages/0/timestamp, 1795255201",
    "whatsapp/edit-same-id, /entry/0/changes/0/value/messages/0/timestamp, 1795255201",
    "whatsapp/status-sent, /entry/0/changes/0/value/statuses/0/status, delivered",
    "whatsapp/status-sent, /entry/0/changes/0/value/statuses/0/recipient_id, 12025550102",
    "whatsapp/status-sent, /entry/0/changes/0/value/statuses/0/timestamp, 1795255201",
    "whatsapp/template-status, /entry/0/changes/0/value/message_template_name, other",
    "whatsapp/template-status, /entry/0/time, 1795255201"
  })
  void shouldNotTakeAnotherEventForTheSame(String name, String pointer, String other)
      throws IOException {
    // Given
    Shape shape = shapes().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    JsonNode changed = shape.webhook().deepCopy();
    int last = pointer.lastIndexOf('/');
    ObjectNode holder = (ObjectNode) changed.at(pointer.substring(0, last));
    assertThat(holder.has(pointer.substring(last + 1))).isTrue();
    holder.put(pointer.substring(last + 1), other);

    // When
    List<Parsed> elements =
        WebhookParser.parse(Shape.TENANT, Json.mapper().writeValueAsBytes(changed), Shape.RECEIVED);

    // Then
    assertThat(of(elements)).doesNotContainAnyElementsOf(of(shape.parsed(Shape.RECEIVED)));
  }

  @Test
  void shouldKnowAnEventAgainWhateverTheOrderOfItsFields() {
    // Given
    String one =
        """
        {"object":"page","entry":[{"id":"1","time":5,"messaging":[
          {"sender":{"id":"7"},"timestamp":1795255200250,"postback":{"title":"a","payload":"b"}}]}]}
        """;
    String other =
        """
        {"entry":[{"messaging":[{"postback":{"payload":"b","title":"a"},"timestamp":1795255200250,
          "sender":{"id":"7"}}],"time":5,"id":"1"}],"object":"page"}
        """;

    // When
    List<Optional<String>> first = of(parse(one));

    // Then
    assertThat(of(parse(other))).isEqualTo(first);
    assertThat(first.getFirst()).isPresent();
  }

  private static List<Parsed> parse(String body) {
    return WebhookParser.parse(Shape.TENANT, body.getBytes(StandardCharsets.UTF_8), Shape.RECEIVED);
  }

  private static List<Optional<String>> of(List<Parsed> elements) {
    return elements.stream()
        .map(it -> new Element(new Position(0, 0), it, Bytes.wrap(new byte[0])))
        .map(it -> Fingerprint.of(it).map(HexFormat.of()::formatHex))
        .toList();
  }
}
