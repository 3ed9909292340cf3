package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// `asyncapi.yaml` and [Topics] say the same, in both directions.
class AsyncApiTest {

  private static final Path ROOT = Path.of(requireNonNull(System.getProperty("sluice.root")));

  private static final String SCHEMAS = "schemas/src/main/resources/schemas/";

  /// Who appears as a service: the modules of DESIGN's picture, and a tenant's own consumers.
  private static final Set<String> SERVICES =
      Set.of("webhook-gateway", "topology", "campaign-dispatcher", "inbox", "launcher", "tenant");

  /// What a topic is, as both sides can say it.
  private record Described(int partitions, Map<String, String> settings, String payload) {}

  private final JsonNode document = read();

  @Test
  void shouldDescribeExactlyTheTopicsOfTheCode() {
    // Given
    Map<String, Described> inCode = new TreeMap<>();
    Topics.SHARED.forEach(
        topic ->
            inCode.put(
                topic.name(), described(topic.partitions(), topic.retention(), topic.values())));
    Topics.PER_TENANT.forEach(
        family ->
            inCode.put(
                family.prefix() + ".{tenant}",
                described(family.partitions(), family.retention(), family.values())));
    // When
    Map<String, Described> inDocument = new TreeMap<>();
    document
        .path("channels")
        .forEach(channel -> inDocument.put(channel.path("address").asText(), described(channel)));
    // Then
    assertThat(inDocument).isEqualTo(inCode);
    assertThat(document.path("channels")).hasSameSizeAs(inCode.keySet());
  }

  @Test
  void shouldNameTheTopicOfEveryChannelWithoutAParameter() {
    // Given
    JsonNode channels = document.path("channels");
    // When
    List<JsonNode> shared = new ArrayList<>();
    List<JsonNode> owned = new ArrayList<>();
    channels.forEach(channel -> (channel.has("parameters") ? owned : shared).add(channel));
    // Then
    assertThat(shared)
        .allSatisfy(
            channel ->
                assertThat(channel.at("/bindings/kafka/topic")).isEqualTo(channel.path("address")));
    assertThat(owned)
        .allSatisfy(
            channel -> {
              assertThat(channel.path("address").asText()).endsWith(".{tenant}");
              assertThat(channel.path("parameters").has("tenant")).isTrue();
            });
  }

  @Test
  void shouldReferOnlyToSchemasThatExist() {
    // Given
    JsonNode messages = document.at("/components/messages");
    // When
    List<String> files = new ArrayList<>();
    messages.forEach(message -> files.addAll(message.path("payload").findValuesAsText("$ref")));
    // Then
    assertThat(files)
        .isNotEmpty()
        .allSatisfy(file -> assertThat(ROOT.resolve(file)).isRegularFile());
  }

  @Test
  void shouldResolveEveryReferenceWithinTheDocument() {
    // Given
    List<String> references = document.findValuesAsText("$ref");
    // When
    List<String> broken =
        references.stream()
            .filter(reference -> reference.startsWith("#"))
            .filter(reference -> document.at(reference.substring(1)).isMissingNode())
            .toList();
    // Then
    assertThat(broken).isEmpty();
  }

  @Test
  void shouldNameTheKeyOfEveryMessage() {
    // Given
    JsonNode messages = document.at("/components/messages");
    // When
    List<JsonNode> keys = new ArrayList<>();
    messages.forEach(message -> keys.add(message.at("/bindings/kafka/key/description")));
    // Then
    assertThat(keys).isNotEmpty().allMatch(JsonNode::isTextual);
  }

  @Test
  void shouldDescribeTheHeadersOfAWebhook() {
    // Given
    Set<String> declared = constants(WebhookHeaders.class);
    declared.remove(WebhookHeaders.WEBHOOK);
    // When
    Set<String> quarantined = headers("quarantinedWebhook");
    // Then
    assertThat(quarantined).isEqualTo(declared);
    declared.remove(WebhookHeaders.REASON);
    assertThat(headers("webhook")).isEqualTo(declared);
    assertThat(document.at("/components/schemas/webhookHeaders/properties/ce_type/const").asText())
        .isEqualTo(WebhookHeaders.WEBHOOK);
  }

  @Test
  void shouldDescribeTheHeadersOfADeadLetter() {
    // Given
    JsonNode described = document.at("/components/messages/deadLetter/headers/properties");
    // When
    Set<String> reasons = texts(described.at("/" + DeadLetterHeaders.REASON + "/enum"));
    // Then
    assertThat(headers("deadLetter")).isEqualTo(constants(DeadLetterHeaders.class));
    assertThat(reasons)
        .isEqualTo(
            Arrays.stream(DeadLetterHeaders.Reason.values())
                .map(Enum::name)
                .collect(Collectors.toSet()));
  }

  @Test
  void shouldHaveAWriterForEveryTopicAndAReaderForAllButThoseOfOperators() {
    // Given
    Set<String> written = new TreeSet<>();
    Set<String> read = new TreeSet<>();
    Set<String> services = new TreeSet<>();
    // When
    document
        .path("operations")
        .forEach(
            operation -> {
              String channel = operation.at("/channel/$ref").asText();
              (operation.path("action").asText().equals("send") ? written : read)
                  .add(document.at(channel.substring(1)).path("address").asText());
              services.add(operation.at("/tags/0/name").asText());
            });
    // Then
    Set<String> all = new TreeSet<>();
    document.path("channels").forEach(channel -> all.add(channel.path("address").asText()));
    assertThat(written).isEqualTo(all);
    all.remove(Topics.WEBHOOKS_QUARANTINE.name());
    all.remove(Topics.OPERATOR_EVENTS.name());
    assertThat(read).isEqualTo(all);
    assertThat(services).isSubsetOf(SERVICES);
  }

  private Described described(JsonNode channel) {
    JsonNode kafka = channel.at("/bindings/kafka");
    Map<String, String> settings = new HashMap<>();
    kafka
        .path("topicConfiguration")
        .properties()
        .forEach(
            setting ->
                settings.put(
                    setting.getKey(),
                    setting.getValue().isArray()
                        ? String.join(",", texts(setting.getValue()))
                        : setting.getValue().asText()));
    assertThat(settings).containsKey(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    return new Described(kafka.path("partitions").asInt(), settings, payload(channel));
  }

  private String payload(JsonNode channel) {
    String message = channel.path("messages").elements().next().path("$ref").asText();
    JsonNode payload = document.at(message.substring(1)).path("payload");
    return payload.has("$ref") ? payload.path("$ref").asText() : payload.path("format").asText();
  }

  private static Described described(int partitions, Retention retention, Serde<?> values) {
    String payload =
        values instanceof JsonSerde<?> json ? SCHEMAS + SchemaFiles.fileOf(json.type()) : "binary";
    return new Described(partitions, retention.settings(), payload);
  }

  private Set<String> headers(String message) {
    JsonNode headers = document.at("/components/messages/" + message + "/headers");
    Set<String> names = new TreeSet<>();
    Stream.concat(Stream.of(headers), headers.findValuesAsText("$ref").stream().map(this::referred))
        .forEach(schema -> schema.path("properties").fieldNames().forEachRemaining(names::add));
    return names;
  }

  private JsonNode referred(String reference) {
    return document.at(reference.substring(1));
  }

  private static Set<String> constants(Class<?> holder) {
    return Arrays.stream(holder.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .filter(field -> field.getType() == String.class)
        .map(AsyncApiTest::text)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new LinkageError(field.getName(), e);
    }
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  /// SnakeYAML and not Jackson's YAML, which does not follow aliases.
  private static JsonNode read() {
    try {
      String text = Files.readString(ROOT.resolve("asyncapi.yaml"));
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      return Json.mapper().valueToTree(tree);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
