package dev.sluice.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// The JSON Schemas of this module, and which type each describes.
final class SchemaFiles {

  /// The values of all topics that hold JSON.
  static final List<Class<?>> TYPES =
      List.of(
          InboxItem.class,
          ProviderStatus.class,
          OperatorEvent.class,
          OutboundMessage.class,
          DeliveryOutcome.class,
          DelayedSend.class,
          Campaign.class,
          Tenant.class,
          OptOut.class);

  /// A piece of a schema, with the file it stands in so that its references can be followed.
  record Piece(String file, JsonNode node) {

    /// This piece, or what it refers to.
    Piece resolved() {
      JsonNode reference = node.get("$ref");
      if (reference == null) {
        return this;
      }
      String text = reference.textValue();
      int hash = text.indexOf('#');
      String target = hash < 0 ? text : text.substring(0, hash);
      String pointer = hash < 0 ? "" : text.substring(hash + 1);
      String inFile = target.isEmpty() ? file : target;
      JsonNode found = read(inFile).at(pointer);
      if (found.isMissingNode()) {
        throw new AssertionError(file + " refers to " + text + ", which does not exist");
      }
      return new Piece(inFile, found).resolved();
    }

    Piece at(String... fields) {
      JsonNode inner = node;
      for (String field : fields) {
        inner = inner.path(field);
      }
      return new Piece(file, inner);
    }

    Stream<Piece> each(String field) {
      return node.path(field).valueStream().map(inner -> new Piece(file, inner));
    }
  }

  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private SchemaFiles() {}

  static String fileOf(Class<?> type) {
    return type.getSimpleName() + ".schema.json";
  }

  static Piece of(Class<?> type) {
    return new Piece(fileOf(type), read(fileOf(type)));
  }

  /// What the validator holds against a document; empty when it is valid. Formats count.
  static List<String> complaints(Class<?> type, byte[] document) {
    JsonSchema schema = FACTORY.getSchema(SchemaLocation.of("classpath:schemas/" + fileOf(type)));
    return schema
        .validate(
            new String(document, StandardCharsets.UTF_8),
            InputFormat.JSON,
            run -> run.getExecutionConfig().setFormatAssertionsEnabled(true))
        .stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  /// Whether a value fits a schema that refers to no other.
  static boolean isValid(JsonNode schema, JsonNode value) {
    return FACTORY.getSchema(schema).validate(value).isEmpty();
  }

  static JsonNode read(String file) {
    try (InputStream in = SchemaFiles.class.getResourceAsStream("/schemas/" + file)) {
      if (in == null) {
        throw new AssertionError("there is no schema " + file);
      }
      return Json.mapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
