package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.errors.SerializationException;

/// Writes and reads as a topic named `test` would.
final class Documents {

  private Documents() {}

  static <T> byte[] write(Class<T> type, Object value) {
    return requireNonNull(JsonSerde.of("test", type).serialize("test", type.cast(value)));
  }

  static <T> T read(Class<T> type, byte[] document) {
    return requireNonNull(JsonSerde.of("test", type).deserialize("test", document));
  }

  static boolean isReadable(Class<?> type, byte[] document) {
    try {
      return JsonSerde.of("test", type).deserialize("test", document) != null;
    } catch (SerializationException e) {
      return false;
    }
  }
}
