package dev.sluice.topology.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.DeadLetterHeaders.Reason;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.OperatorEvent;
import dev.sluice.schemas.ProviderStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is posted, the parser answers: it throws nothing, what it reads can be written and read
/// again, and what comes out is bounded by what went in.
class ParserFuzzTest {

  private static final long SEED = 20261121;

  /// Some three seconds on one core.
  private static final int MUTATIONS = 20_000;

  /// Of what an element says itself: its ids, names and times, each with the longest length of
  /// [Fields], and the names of our fields.
  private static final int OWN_BYTES = 20_000;

  /// A character of the webhook may be six bytes of ours (`\u0000`), and is in two fields at most.
  private static final int GROWTH = 12;

  /// Values in the place of any other.
  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "\"\"",
          "\" \"",
          "[]",
          "{}",
          "[null]",
          "[[[[[[{}]]]]]]",
          "-1",
          "0.5",
          "1e400",
          "-0",
          "9223372036854775808",
          "1" + "0".repeat(900),
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\"\\udc00\\ud800x\"",
          "\"" + "long ".repeat(400) + "\"",
          "\"2026-11-21T10:00:00+0000\"",
          "\"-999999999-01-01T00:00:00Z\"",
          "\"99999999999999\"");

  /// Of what was written, this share is read again.
  private static final int READ_AGAIN_EACH = 4;

  private final Random random = new Random(SEED);
  private int records;

  @Test
  void shouldAnswerWhateverIsPosted() throws IOException {
    // Given
    List<Shape> shapes = Shape.all();
    List<byte[]> bodies = shapes.stream().map(Shape::body).toList();
    int read = 0;

    // When
    for (int i = 0; i < MUTATIONS; i++) {
      int of = random.nextInt(shapes.size());
      read += check(i % 2 == 0 ? byBytes(bodies.get(of)) : byTree(shapes.get(of).webhook()));
    }

    // Then
    assertThat(read).as("mutations that still hold something").isGreaterThan(MUTATIONS / 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"object\":\"page\",\"entry\":["})
  void shouldCallWhatIsTooDeepUnreadable(String level) {
    // Given
    byte[] body = level.repeat(100_000).getBytes(StandardCharsets.UTF_8);

    // When
    List<Parsed> elements = parse(body);

    // Then
    assertThat(elements)
        .containsExactly(new Parsed.Rejected(Reason.UNREADABLE, "the body is not JSON"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"from\":\"1\",\"id\":\"%d\"}",
        "{}",
        "null",
        "{\"id\":\"wamid.%d\",\"from\":\"1\",\"type\":\"reaction\",\"reaction\":{\"message_id\":\"x\"}}"
      })
  void shouldLetNothingThroughOfMoreElementsThanMetaSends(String element) throws IOException {
    // Given
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      list.append(i == 0 ? "" : ",").append(element.formatted(i));
    }
    byte[] body =
        """
        {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages",
          "value":{"contacts":[%1$s],"messages":[%1$s]}}]}]}
        """
            .formatted(list)
            .getBytes(StandardCharsets.UTF_8);

    // When
    List<Parsed> elements = parse(body);

    // Then
    assertThat(elements).singleElement().isInstanceOf(Parsed.Rejected.class);
  }

  @Test
  void shouldReadTheLastOfAFieldThatIsThereTwice() {
    // Given
    String body =
        """
        {"object":"page","object":"page","entry":[{"id":"1","messaging":[
          {"sender":{"id":"7"},"sender":{"id":"8"},"message":{"mid":"m","text":"a","text":"b"}}]}]}
        """;

    // When
    List<Parsed> elements = parse(body.getBytes(StandardCharsets.UTF_8));

    // Then
    InboundMessage message = ((Parsed.Message) elements.getFirst()).message();
    assertThat(message.customer().value()).isEqualTo("8");
    assertThat(message.content().words()).isEqualTo("b");
  }

  @Test
  void shouldNotRepeatALongFieldInEveryElement() throws IOException {
    // Given
    String name = "n".repeat(100_000);
    String message =
        "{\"from\":\"1\",\"id\":\"wamid.%d\",\"type\":\"text\",\"text\":{\"body\":\"b\"}}";
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      messages.add(message.formatted(i));
    }
    String body =
        """
        {"object":"whatsapp_business_account","entry":[{"id":"%1$s","changes":[{"field":"messages",
          "value":{"metadata":{"phone_number_id":"%1$s"},"messages":[%2$s],
          "contacts":[{"wa_id":"1","profile":{"name":"%1$s"}}]}}]}]}
        """
            .formatted(name, String.join(",", messages));

    // When
    List<Parsed> elements = parse(body.getBytes(StandardCharsets.UTF_8));

    // Then
    long written = 0;
    for (Parsed element : elements) {
      written += written(element);
    }
    assertThat(elements).hasSize(1000);
    assertThat(written).isLessThan(1000 * 1024);
  }

  private static List<Parsed> parse(byte[] body) {
    return WebhookParser.parse(Shape.TENANT, body, Shape.RECEIVED);
  }

  /// @return 1 when something was read, else 0
  private int check(byte[] body) throws IOException {
    List<Parsed> elements;
    try {
      elements = parse(body);
    } catch (RuntimeException e) {
      throw new AssertionError(new String(body, StandardCharsets.UTF_8), e);
    }
    long written = 0;
    int read = 0;
    for (Parsed element : elements) {
      written += written(element);
      read |= element instanceof Parsed.Rejected ? 0 : 1;
    }
    long most = (long) GROWTH * body.length + (long) OWN_BYTES * elements.size();
    if (elements.size() > Elements.MOST || written > most) {
      fail("%d bytes of %d elements", written, elements.size());
    }
    return read;
  }

  /// Writes an element, and reads some of them again.
  ///
  /// @return its bytes
  private int written(Parsed element) throws IOException {
    return switch (element) {
      case Parsed.Message(InboundMessage message) -> {
        String id = message.messageId();
        if (id.isBlank() || id.length() > Fields.ID_MAX) {
          fail("an id of %d characters", id.length());
        }
        yield readAgain(message, InboundMessage.class);
      }
      case Parsed.Status(ProviderStatus status) -> readAgain(status, ProviderStatus.class);
      case Parsed.Operator(OperatorEvent event, String _) -> readAgain(event, OperatorEvent.class);
      case Parsed.Ignored ignored -> 0;
      case Parsed.Rejected rejected -> 0;
    };
  }

  private <T> int readAgain(T value, Class<T> type) throws IOException {
    byte[] bytes = Json.mapper().writeValueAsBytes(value);
    if (records++ % READ_AGAIN_EACH == 0 && !Json.mapper().readValue(bytes, type).equals(value)) {
      fail("read again, it is another: %s", new String(bytes, StandardCharsets.UTF_8));
    }
    return bytes.length;
  }

  /// One to three bytes or runs of bytes are changed.
  private byte[] byBytes(byte[] body) {
    byte[] mutant = body;
    for (int times = random.nextInt(3); times >= 0; times--) {
      int at = random.nextInt(mutant.length);
      int end = Math.min(mutant.length, at + 1 + random.nextInt(40));
      mutant =
          switch (random.nextInt(5)) {
            case 0 -> with(mutant, at, (byte) random.nextInt(256));
            case 1 -> with(mutant, at, (byte) "{}[]\":,0e\\u".charAt(random.nextInt(11)));
            case 2 -> joined(mutant, at, new byte[0], end);
            case 3 -> joined(mutant, end, Arrays.copyOfRange(mutant, at, end), end);
            default -> joined(mutant, at, random(random.nextInt(8)), at);
          };
      if (mutant.length == 0) {
        return mutant;
      }
    }
    return mutant;
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] with(byte[] body, int at, byte value) {
    byte[] mutant = body.clone();
    mutant[at] = value;
    return mutant;
  }

  private static byte[] joined(byte[] body, int until, byte[] between, int from) {
    byte[] mutant = new byte[until + between.length + body.length - from];
    System.arraycopy(body, 0, mutant, 0, until);
    System.arraycopy(between, 0, mutant, until, between.length);
    System.arraycopy(body, from, mutant, until + between.length, body.length - from);
    return mutant;
  }

  /// One to three fields or items are replaced, removed, repeated or moved.
  private byte[] byTree(JsonNode webhook) throws JsonProcessingException {
    JsonNode mutant = webhook.deepCopy();
    for (int times = random.nextInt(3); times >= 0; times--) {
      List<JsonNode> holders = new ArrayList<>();
      collect(mutant, holders);
      if (holders.isEmpty()) {
        break;
      }
      change(holders.get(random.nextInt(holders.size())), mutant);
    }
    return Json.mapper().writeValueAsBytes(mutant);
  }

  private static void collect(JsonNode node, List<JsonNode> holders) {
    if (node.isContainerNode() && !node.isEmpty()) {
      holders.add(node);
      node.forEach(inner -> collect(inner, holders));
    }
  }

  private void change(JsonNode holder, JsonNode whole) throws JsonProcessingException {
    JsonNode odd =
        random.nextInt(6) == 0
            ? whole.deepCopy()
            : Json.mapper().readTree(ODD.get(random.nextInt(ODD.size())));
    if (holder instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      if (random.nextInt(4) == 0) {
        object.remove(name);
      } else {
        object.set(name, odd);
      }
    } else if (holder instanceof ArrayNode array) {
      int at = random.nextInt(array.size());
      switch (random.nextInt(3)) {
        case 0 -> array.set(at, odd);
        case 1 -> array.insert(at, odd);
        default -> {
          JsonNode copy = array.get(at).deepCopy();
          for (int i = 0; i < 20; i++) {
            array.add(copy);
          }
        }
      }
    }
  }
}
