package dev.sluice.topology.fault;

import dev.sluice.schemas.Retention;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// A serde that refuses what a broker would refuse as too large.
///
/// A record the producer finds too large breaks the whole transaction, and breaks it again at each
/// repetition. Found here, before the producer has seen it, it is a fault of that one record.
///
/// @param <T> what is written and read
public record BoundedSerde<T>(Serde<T> inner) implements Serde<T>, Serializer<T> {

  /// Room for the key, the headers and the batch around a value, in bytes: a key and a trace are
  /// below 1 KiB, the headers of a dead letter below 2 KiB.
  private static final int AROUND_A_VALUE = 16 * 1024;

  /// The largest value, in bytes.
  static final int VALUE_BYTES_MAX = Retention.MESSAGE_BYTES_MAX - AROUND_A_VALUE;

  /// @throws SerializationException when the value is longer than [#VALUE_BYTES_MAX]
  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T value) {
    byte[] bytes = inner.serializer().serialize(topic, value);
    if (bytes != null && bytes.length > VALUE_BYTES_MAX) {
      throw new SerializationException(
          "%d bytes for %s: at most %d".formatted(bytes.length, topic, VALUE_BYTES_MAX));
    }
    return bytes;
  }

  @Override
  public Serializer<T> serializer() {
    return this;
  }

  @Override
  public Deserializer<T> deserializer() {
    return inner.deserializer();
  }

  @Override
  public void configure(java.util.Map<String, ?> settings, boolean isKey) {
    // the inner one is configured by whoever made it
  }

  @Override
  public void close() {
    inner.close();
  }
}
