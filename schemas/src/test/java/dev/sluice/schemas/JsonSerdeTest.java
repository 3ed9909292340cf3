package dev.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSerdeTest {

  private static final String PHONE = "4915112345678";
  private static final String WORDS = "mein Passwort ist Rumpelstilzchen";

  static List<Class<?>> types() {
    return SchemaFiles.TYPES;
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldReadBackWhatItWrote(Class<?> type) {
    // Given
    List<Object> samples = Samples.of(type);
    // When
    List<Object> read = samples.stream().<Object>map(sample -> roundTrip(type, sample)).toList();
    // Then
    assertThat(read).isEqualTo(samples);
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldIgnoreUnknownFieldsAtEveryLevel(Class<?> type) throws IOException {
    // Given
    Object sample = Samples.of(type).getFirst();
    JsonNode document = Json.mapper().readTree(Documents.write(type, sample));
    addUnknownFields(document);
    // When
    Object read = Documents.read(type, Json.mapper().writeValueAsBytes(document));
    // Then
    assertThat(read).isEqualTo(sample);
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldLeaveOutWhatIsAbsent(Class<?> type) {
    // Given
    List<Object> samples = Samples.of(type);
    // When
    Stream<String> documents =
        samples.stream()
            .map(sample -> new String(Documents.write(type, sample), StandardCharsets.UTF_8));
    // Then
    assertThat(documents).noneMatch(document -> document.contains("null"));
  }

  @Test
  void shouldKeepTombstonesInBothDirections() {
    // Given
    JsonSerde<Campaign> serde = JsonSerde.of("campaigns", Campaign.class);
    // When
    byte[] written = serde.serialize("campaigns", null);
    // Then
    assertThat(written).isNull();
    assertThat(serde.deserialize("campaigns", null)).isNull();
  }

  @Test
  void shouldNameTopicTypeFieldAndByte() {
    // Given
    byte[] document =
        bytes(
            """
            {"tenant":"acme","id":"spring","state":"stopped","total":1,
            "changedAt":"2026-11-21T00:00:00Z"}""");
    // When / Then
    assertThatThrownBy(
            () -> JsonSerde.of("campaigns", Campaign.class).deserialize("ignored", document))
        .isInstanceOf(SerializationException.class)
        .hasMessageMatching("cannot read Campaign from topic campaigns, field state, byte \\d+")
        .hasNoCause();
  }

  @Test
  void shouldNameThePathOfANestedField() {
    // Given
    byte[] document =
        bytes(
            """
            {"tenant":"acme","channel":"whatsapp","providerMessageId":"w","state":"failed",
            "at":"2026-11-21T00:00:00Z","errors":[{"code":1,"title":"x"},{"code":"y","title":"z"}]}
            """);
    // When / Then
    assertThatThrownBy(() -> Documents.read(ProviderStatus.class, document))
        .hasMessageContaining("field errors.[1].code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "[]", "1", "\"text\"", "{", "{}", "{} {}", "\u0000"})
  void shouldRefuseWhatIsNoDocument(String text) {
    // Given
    byte[] document = bytes(text);
    // When / Then
    assertThatThrownBy(() -> Documents.read(Campaign.class, document))
        .isInstanceOf(SerializationException.class)
        .hasMessageStartingWith("cannot read Campaign from topic test");
  }

  @Test
  void shouldRefuseNestingBeyondTheLimitWithoutOverflow() {
    // Given
    byte[] document = bytes("{\"x\":" + "[".repeat(100_000));
    // When / Then
    assertThatThrownBy(() -> Documents.read(Campaign.class, document))
        .isInstanceOf(SerializationException.class);
  }

  static Stream<Arguments> malformedDocuments() {
    String message =
        """
        {"message":{"tenant":"acme","channel":"whatsapp","messageId":"m","account":"a",
        "customer":"PHONE","customerName":"WORDS","sentAt":"2026-11-21T00:00:00Z",
        "receivedAt":"2026-11-21T00:00:00Z","content":{"type":"text","body":"WORDS"}}
        """;
    String outbound =
        """
        {"tenant":"acme","messageId":"m","channel":"whatsapp","recipient":"PHONE",
        "createdAt":"2026-11-21T00:00:00Z","body":{"type":"text","text":"WORDS"}""";
    return Stream.of(
            Arguments.of(InboxItem.class, message + "}"),
            Arguments.of(InboxItem.class, message),
            Arguments.of(InboxItem.class, message.replace("2026-11-21T00:00:00Z", "WORDS")),
            Arguments.of(
                InboxItem.class, message.replace("\"type\":\"text\"", "\"type\":\"PHONE\"")),
            Arguments.of(InboxItem.class, message.replace("acme", "WORDS")),
            Arguments.of(InboxItem.class, message.replace("whatsapp", "PHONE")),
            Arguments.of(InboxItem.class, message.replace("\"m\"", "WORDS")),
            Arguments.of(InboxItem.class, message.replace("\"messageId\"", "\"WORDS\":tru,\"x\"")),
            Arguments.of(
                InboxItem.class, message.replace("\"messageId\"", "\"WORDS\":{\"PHONE\":PHONE.,")),
            Arguments.of(InboxItem.class, "WORDS PHONE"),
            Arguments.of(InboxItem.class, "\"WORDS PHONE\""),
            Arguments.of(InboxItem.class, "[\"WORDS\"]"),
            Arguments.of(InboxItem.class, "{\"WORDS\" PHONE"),
            Arguments.of(InboxItem.class, "{\"message\":\"WORDS\"}"),
            Arguments.of(InboxItem.class, "{\"stages\":{\"received\":\"WORDS\"}}"),
            Arguments.of(InboxItem.class, "{\"stages\":{\"received\":PHONEPHONEPHONE}}"),
            Arguments.of(InboxItem.class, "{\"sentiment\":{\"negative\":\"WORDS\"}}"),
            Arguments.of(InboxItem.class, "{\"sentiment\":{\"label\":\"WORDS\"}}"),
            Arguments.of(OutboundMessage.class, outbound),
            Arguments.of(OutboundMessage.class, outbound + "} WORDS"),
            Arguments.of(OutboundMessage.class, outbound + ",\"campaign\":\"WORDS\"}"),
            Arguments.of(OutboundMessage.class, outbound + ",\"campaign\":[\"WORDS\"]}"),
            Arguments.of(
                OutboundMessage.class,
                outbound.replace("{\"type\":\"text\",", "{\"type\":\"template\",\"parameters\":")
                    + "}"),
            Arguments.of(
                DelayedSend.class, "{\"message\":" + outbound + "},\"attempts\":\"WORDS\"}"),
            Arguments.of(DeliveryOutcome.class, "{\"outcome\":\"WORDS\"}"),
            Arguments.of(DeliveryOutcome.class, "{\"delivery\":{\"recipient\":\"PHONE\"}}"),
            Arguments.of(ProviderStatus.class, "{\"recipient\":{\"PHONE\":1}}"),
            Arguments.of(ProviderStatus.class, "{\"errors\":[{\"code\":\"WORDS\"}]}"),
            Arguments.of(Campaign.class, "{\"reason\":WORDS}"),
            Arguments.of(Tenant.class, "{\"webhooks\":{\"verifyToken\":\"WORDS\"}}"),
            Arguments.of(Tenant.class, "{\"provider\":{\"requestTimeout\":\"WORDS\"}}"),
            Arguments.of(Tenant.class, "{\"provider\":{\"url\":\"ht tp:WORDS\"}}"))
        .map(Arguments::get)
        .map(
            pair ->
                Arguments.of(
                    pair[0], ((String) pair[1]).replace("PHONE", PHONE).replace("WORDS", WORDS)));
  }

  @ParameterizedTest
  @MethodSource("malformedDocuments")
  void shouldNotRepeatThePayloadInAnError(Class<?> type, String document) {
    // Given a document that holds a phone number and words where they hurt
    // When
    Throwable error = catchThrowable(() -> Documents.read(type, bytes(document)));
    // Then
    assertThat(error).isInstanceOf(SerializationException.class).hasNoCause();
    assertThat(error.getSuppressed()).isEmpty();
    assertThat(error.toString())
        .doesNotContain("4915", "5678", "Passwort", "Rumpel", "mein ")
        .contains(type.getSimpleName(), "topic test");
  }

  /// To every object but the maps, whose keys are content.
  private static void addUnknownFields(JsonNode node) {
    node.propertyStream()
        .filter(field -> !field.getKey().equals("labels"))
        .forEach(field -> addUnknownFields(field.getValue()));
    if (node.isArray()) {
      node.forEach(JsonSerdeTest::addUnknownFields);
    }
    if (node instanceof ObjectNode object) {
      object.put("fromTheFuture", 1);
      object.putObject("nestedFromTheFuture").putArray("list").add("x");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> Object roundTrip(Class<T> type, Object value) {
    return Documents.read(type, Documents.write(type, value));
  }
}
