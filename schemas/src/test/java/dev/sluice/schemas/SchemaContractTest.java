package dev.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.SchemaFiles.Piece;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Code and JSON Schemas say the same: a field, a constant or a type added to one of them and not
/// to the other fails here.
class SchemaContractTest {

  /// What is read with defaults: settings, and what has grown.
  private static final Set<Class<?>> DEFAULTED =
      Set.of(
          OutboundMessage.Body.class,
          Tenant.class,
          ProviderTemplate.class,
          CategoryRule.class,
          CategoryTopic.class,
          InDoubtRule.class,
          Models.class,
          RemoteModel.class,
          PriorityRules.class);

  static List<Class<?>> types() {
    return SchemaFiles.TYPES;
  }

  @Test
  void shouldHaveASchemaForEveryTopicOfJson() {
    // Given
    Stream<Object> serdes =
        Stream.concat(
            Topics.SHARED.stream().map(Topic::values),
            Topics.PER_TENANT.stream().map(TopicFamily::values));
    // When
    Set<Class<?>> types =
        serdes
            .filter(JsonSerde.class::isInstance)
            .map(serde -> ((JsonSerde<?>) serde).type())
            .collect(Collectors.toSet());
    // Then
    assertThat(types).isSubsetOf(SchemaFiles.TYPES);
    assertThat(SchemaFiles.TYPES).containsAll(types);
  }

  @Test
  void shouldShipNoSchemaThatDescribesNothing() throws IOException {
    // Given
    Path folder = Path.of("src/main/resources/schemas");
    // When
    List<String> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.map(file -> file.getFileName().toString()).toList();
    }
    // Then
    List<String> expected =
        new ArrayList<>(SchemaFiles.TYPES.stream().map(SchemaFiles::fileOf).toList());
    expected.add("common.schema.json");
    assertThat(files).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldAcceptWhatTheSerdeWrites(Class<?> type) {
    // Given
    List<Object> samples = Samples.of(type);
    // When
    List<byte[]> documents = samples.stream().map(sample -> Documents.write(type, sample)).toList();
    // Then
    assertThat(documents)
        .hasSizeGreaterThan(1)
        .allSatisfy(
            document ->
                assertThat(SchemaFiles.complaints(type, document))
                    .as(new String(document, StandardCharsets.UTF_8))
                    .isEmpty());
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldDescribeExactlyTheCode(Class<?> type) {
    // Given
    Piece schema = SchemaFiles.of(type);
    // When
    List<String> differences = new ArrayList<>();
    compare(type, schema, type.getSimpleName(), differences);
    // Then
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldRequireExactlyWhatReadingRequires(Class<?> type) throws IOException {
    // Given
    List<String> differences = new ArrayList<>();
    // When: each field of each sample is left out once
    for (Object sample : Samples.of(type)) {
      JsonNode document = Json.mapper().readTree(Documents.write(type, sample));
      for (String pointer : fieldsOf(document)) {
        byte[] without = without(document, pointer);
        boolean bySchema = SchemaFiles.complaints(type, without).isEmpty();
        boolean byCode = Documents.isReadable(type, without);
        if (bySchema != byCode) {
          differences.add(
              "%s: without it the schema %s, reading %s"
                  .formatted(
                      pointer, bySchema ? "accepts" : "refuses", byCode ? "succeeds" : "fails"));
        }
      }
    }
    // Then
    assertThat(differences.stream().distinct()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Campaign | /tenant | \"Acme\"",
        "Campaign | /tenant | \"unknown\"",
        "Campaign | /tenant | \"-acme\"",
        "Campaign | /id | \"a b\"",
        "Campaign | /id | \"\"",
        "Campaign | /state | \"stopped\"",
        "Campaign | /total | -1",
        "Campaign | /changedAt | \"yesterday\"",
        "ProviderStatus | /recipient | \" \"",
        "ProviderStatus | /channel | \"telegram\"",
        "ProviderStatus | /state | \"bounced\"",
        "InboxItem | /priority/score | 101",
        "InboxItem | /priority/score | -1",
        "InboxItem | /priority/band | \"huge\"",
        "InboxItem | /sentiment/negative | 1.1",
        "InboxItem | /sentiment/confidence | -0.1",
        "InboxItem | /category/confidence | 2",
        "InboxItem | /sentiment/label | \"angry\"",
        "InboxItem | /sentiment/label | 1",
        "InboxItem | /priority/score | 1.5",
        "InboxItem | /message/content/type | \"sticker\"",
        "OutboundMessage | /body/type | \"video\"",
        "DeliveryOutcome | /outcome | \"lost\"",
        "Tenant | /webhooks/appSecrets | []",
        "Tenant | /webhooks/verifyToken | \"hunter2\"",
        "Tenant | /webhooks/verifyToken | \"env:\"",
        "Tenant | /provider/url | \"ftp://provider.example\"",
        "Tenant | /provider/kind | \"pigeon\"",
        "Tenant | /provider/maxInFlight | 0",
        "Tenant | /provider/maxInFlight | 1001",
        "Tenant | /provider/ratePerSecond | 0",
        "Tenant | /provider/ratePerSecond | 1001",
        "Tenant | /provider/requestTimeout | \"30 seconds\"",
        "Tenant | /provider/kind | \"twilio-sms\"",
        "Tenant | /provider/sender | \"whatsapp:+14155238886\"",
        "Tenant | /provider/sender | \"0041794000001\"",
        "Tenant | /provider/messagingLimit | 0",
        "Tenant | /provider/whenInDoubt/hold | \"a while\"",
        "Tenant | /provider/whenInDoubt/campaigns | \"again\"",
        "Campaign | /plan/ratePerSecond | 0",
        "Campaign | /plan/quietHours/from | \"9pm\"",
        "Tenant | /provider/http/path | \"messages\"",
        "Tenant | /provider/http/secretHeader | \"X Key\"",
        "Tenant | /provider/http/scheme | \"Bearer \"",
        "Tenant | /provider/http/request | \"{\\\"q\\\":\\\"{{text}}\\\"}\"",
        "Tenant | /provider/http/request | \"{\\\"to\\\":\\\"{{to}}\\\"}\"",
        "Tenant | /provider/http/idAt | \"id\"",
        "Tenant | /provider/http/throttled/0 | 200",
        "Tenant | /provider/http/stopped/0 | 600",
        "Tenant | /provider/http/retryable | 425",
        "Tenant | /provider/http/inDoubt/0 | 299",
        "Tenant | /categories/0/weight | 101",
        "Tenant | /categories/0/topics/0/examples | []",
        "Tenant | /categories/0/topics/0/examples/0 | \" \"",
        "Tenant | /categories/0/topics/0/name | \"\"",
        "Tenant | /models/taxonomy | \"airline\"",
        "Tenant | /models/sentiment/format | \"soap\"",
        "Tenant | /models/sentiment/url | \"ftp://model.example\"",
        "Tenant | /models/sentiment/url | \"https://user:pass@model.example\"",
        "Tenant | /models/sentiment/url | \"https:model\"",
        "Tenant | /models/sentiment/token | \"hunter2\"",
        "Tenant | /models/sentiment/timeout | \"2 seconds\"",
        "Tenant | /models/sentiment/maxInFlight | 0",
        "Tenant | /models/sentiment/labels | [\"negative\"]",
        "Tenant | /priority/negative | 101",
        "Tenant | /priority/repeat | -1",
        "Tenant | /priority/tiers/0/customers/0 | \"+1 555 0100\"",
        "Tenant | /priority/tiers/0/name | \" \"",
        "Tenant | /priority/rules/0/words | []",
        "Tenant | /priority/rules/0/words/0 | \"*\"",
        "Tenant | /priority/rules/0/words/0 | \"a*b\"",
        "Tenant | /priority/rules/0/points | 101",
        "Tenant | /priority/due/urgent | \"soon\"",
        "InboxItem | /priority/due | \"soon\"",
        "InboxItem | /sentiment/by/note | [1]",
        "Tenant | /categories/0/name | \" \"",
        "Tenant | /routing/rules/0/minimumScore | 101"
      })
  void shouldRefuseWhatTheRecordsRefuse(String name, String pointer, String value)
      throws IOException {
    // Given
    Class<?> type =
        SchemaFiles.TYPES.stream()
            .filter(t -> t.getSimpleName().equals(name))
            .findFirst()
            .orElseThrow();
    JsonNode document = Json.mapper().readTree(Documents.write(type, Samples.of(type).getFirst()));
    JsonNode parent = document.at(pointer.substring(0, pointer.lastIndexOf('/')));
    String member = pointer.substring(pointer.lastIndexOf('/') + 1);
    switch (parent) {
      case ArrayNode list -> list.set(Integer.parseInt(member), Json.mapper().readTree(value));
      case ObjectNode object -> object.set(member, Json.mapper().readTree(value));
      default -> throw new AssertionError(pointer + " leads nowhere");
    }
    // When
    byte[] broken = Json.mapper().writeValueAsBytes(document);
    // Then
    assertThat(SchemaFiles.complaints(type, broken)).isNotEmpty();
    assertThat(Documents.isReadable(type, broken)).isFalse();
  }

  private static void compare(Type type, Piece schema, String path, List<String> differences) {
    Piece piece = schema.resolved();
    if (Shape.isMap(type)) {
      expect("object", piece.node().path("type").asText(), path + " type", differences);
      Piece values = piece.at("additionalProperties");
      expect("string", values.node().path("type").asText(), path + " values", differences);
      return;
    }
    if (type instanceof ParameterizedType list) {
      expect("array", piece.node().path("type").asText(), path + " type", differences);
      compare(Shape.elementOf(list), piece.at("items"), path + "[]", differences);
      return;
    }
    Class<?> known = (Class<?>) type;
    if (known.isEnum()) {
      expect(Shape.wireNames(known), texts(piece.at("enum")), path + " enum", differences);
    } else if (known.isSealed() && known.isInterface()) {
      compareMembers(known, piece, path, differences);
    } else if (known.isRecord() && !Shape.isPlain(known)) {
      compareRecord(known, Optional.empty(), piece, path, differences);
    } else {
      expect(leafType(known), piece.node().path("type").asText(), path + " type", differences);
    }
  }

  private static void compareMembers(
      Class<?> sealedType, Piece schema, String path, List<String> differences) {
    String discriminator = Shape.discriminator(sealedType);
    Map<String, Piece> described =
        schema
            .each("oneOf")
            .map(Piece::resolved)
            .collect(
                Collectors.toMap(
                    p -> p.at("properties", discriminator, "const").node().asText(), p -> p));
    Map<String, Class<?>> members = Shape.members(sealedType);
    expect(members.keySet(), described.keySet(), path + " members", differences);
    members.forEach(
        (name, member) -> {
          Piece piece = described.get(name);
          if (piece != null) {
            compareRecord(
                member, Optional.of(discriminator), piece, path + "(" + name + ")", differences);
          }
        });
  }

  private static void compareRecord(
      Class<?> record,
      Optional<String> discriminator,
      Piece schema,
      String path,
      List<String> differences) {
    Set<String> inCode = new TreeSet<>(Shape.properties(record));
    discriminator.ifPresent(inCode::add);
    expect("object", schema.node().path("type").asText(), path + " type", differences);
    expect(inCode, names(schema.at("properties")), path + " properties", differences);
    Set<String> required = texts(schema.at("required"));
    discriminator.ifPresent(name -> expect(true, required.contains(name), name, differences));
    boolean tolerant = schema.node().path("additionalProperties").isMissingNode();
    expect(true, tolerant, path + " tolerates unknown fields", differences);
    for (RecordComponent component : Shape.components(record)) {
      String inner = path + "." + component.getName();
      if (Shape.mayBeAbsent(component)) {
        expect(false, required.contains(component.getName()), inner + " required", differences);
      } else if (!hasDefaults(record)) {
        expect(true, required.contains(component.getName()), inner + " required", differences);
      }
      Piece property = schema.at("properties", component.getName());
      if (!property.node().isMissingNode()) {
        compare(component.getGenericType(), property, inner, differences);
      }
    }
  }

  /// Which of the fields of what is read with defaults are required is for
  /// [#shouldRequireExactlyWhatReadingRequires] to find out.
  private static boolean hasDefaults(Class<?> record) {
    Class<?> outermost = record.getEnclosingClass() == null ? record : record.getEnclosingClass();
    return DEFAULTED.contains(outermost);
  }

  private static void expect(
      Object inCode, Object inSchema, String what, List<String> differences) {
    if (!inCode.equals(inSchema)) {
      differences.add("%s: code %s, schema %s".formatted(what, inCode, inSchema));
    }
  }

  private static String leafType(Class<?> type) {
    if (type == int.class || type == long.class || type == Integer.class) {
      return "integer";
    }
    if (type == double.class || type == Double.class) {
      return "number";
    }
    if (type == boolean.class) {
      return "boolean";
    }
    Set<Class<?>> texts =
        Set.of(
            String.class, Instant.class, Duration.class, URI.class, LocalTime.class, ZoneId.class);
    assertThat(Shape.isPlain(type) || texts.contains(type)).as("a known type: " + type).isTrue();
    return "string";
  }

  private static Set<String> names(Piece object) {
    return object.node().propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }

  private static Set<String> texts(Piece array) {
    return StreamSupport.stream(array.node().spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> fieldsOf(JsonNode node) {
    List<String> pointers = new ArrayList<>();
    node.propertyStream()
        .forEach(
            field -> {
              pointers.add("/" + field.getKey());
              fieldsOf(field.getValue())
                  .forEach(inner -> pointers.add("/" + field.getKey() + inner));
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      for (String inner : fieldsOf(node.get(i))) {
        pointers.add("/" + i + inner);
      }
    }
    return pointers;
  }

  private static byte[] without(JsonNode document, String pointer) throws IOException {
    JsonNode copy = document.deepCopy();
    int last = pointer.lastIndexOf('/');
    ((ObjectNode) copy.at(pointer.substring(0, last))).remove(pointer.substring(last + 1));
    return Json.mapper().writeValueAsBytes(copy);
  }
}
