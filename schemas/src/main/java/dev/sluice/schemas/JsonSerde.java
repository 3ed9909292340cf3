package dev.sluice.schemas;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// JSON for one type, in both directions. Thread-safe.
///
/// Unknown fields are ignored, so that an older reader survives a newer writer. An error names the
/// topic, the type, the field and the byte, and never repeats a byte of the payload: its cause is
/// left out on purpose, because the parser's own message quotes what it read.
///
/// @param <T> a record of this module
public final class JsonSerde<T> implements Serde<T>, Serializer<T>, Deserializer<T> {

  private final String topic;
  private final Class<T> type;
  private final ObjectWriter writer;
  private final ObjectReader reader;

  private JsonSerde(String topic, Class<T> type) {
    this.topic = topic;
    this.type = type;
    this.writer = Json.mapper().writerFor(type);
    this.reader = Json.mapper().readerFor(type);
  }

  /// @param topic the name errors carry
  public static <T> JsonSerde<T> of(String topic, Class<T> type) {
    return new JsonSerde<>(topic, type);
  }

  /// What is written and read.
  Class<T> type() {
    return type;
  }

  /// A null value stays null: the tombstone of a compacted topic.
  @Override
  public byte @Nullable [] serialize(@Nullable String ignored, @Nullable T value) {
    if (value == null) {
      return null;
    }
    try {
      return writer.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new SerializationException(
          "cannot write %s for topic %s%s".formatted(type.getSimpleName(), topic, field(e)));
    }
  }

  /// @throws SerializationException when the bytes are not JSON of this type
  @Override
  public @Nullable T deserialize(@Nullable String ignored, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      T value = reader.readValue(bytes);
      if (value == null) {
        throw new SerializationException(
            "cannot read %s from topic %s: it is the word null"
                .formatted(type.getSimpleName(), topic));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new SerializationException(
          "cannot read %s from topic %s%s%s"
              .formatted(type.getSimpleName(), topic, field(e), place(e.getLocation())));
    } catch (IOException e) {
      throw new SerializationException(
          "cannot read %s from topic %s".formatted(type.getSimpleName(), topic));
    }
  }

  @Override
  public Serializer<T> serializer() {
    return this;
  }

  @Override
  public Deserializer<T> deserializer() {
    return this;
  }

  @Override
  public void close() {
    // nothing is held
  }

  @Override
  public void configure(java.util.Map<String, ?> settings, boolean isKey) {
    // nothing can be set
  }

  private static String field(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return "";
    }
    return mapping.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining(".", ", field ", ""));
  }

  private static String place(@Nullable JsonLocation location) {
    return location == null ? "" : ", byte " + location.getByteOffset();
  }
}
