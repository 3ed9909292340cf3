package dev.sluice.topology.repeats;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// The messages of one conversation that nobody has answered: the value of the store `unanswered`.
///
/// @param count at least 1
/// @param lastMillis when the latest was written, in milliseconds since the epoch
public record Unanswered(int count, long lastMillis) {

  /// The customer-care window of all three channels: a day after the customer's last message a
  /// business may not write back any more, and who writes again starts anew.
  static final Duration WINDOW = Duration.ofHours(24);

  private static final int BYTES = Integer.BYTES + Long.BYTES;

  /// One message nobody has answered.
  static Unanswered first(long atMillis) {
    return new Unanswered(1, atMillis);
  }

  /// With one more.
  Unanswered and(long atMillis) {
    return new Unanswered(count + 1, Math.max(lastMillis, atMillis));
  }

  /// Whether the window was over at a time.
  boolean isOverAt(long millis) {
    return millis - lastMillis > WINDOW.toMillis();
  }

  /// Whether something that reached the customer at a time came after all of them. What came before
  /// the latest cannot have been its answer.
  boolean isAnsweredAt(long millis) {
    return millis >= lastMillis;
  }

  /// 12 bytes.
  public static Serde<Unanswered> serde() {
    return UnansweredSerde.INSTANCE;
  }

  private enum UnansweredSerde
      implements Serde<Unanswered>, Serializer<Unanswered>, Deserializer<Unanswered> {
    INSTANCE;

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Unanswered value) {
      return value == null
          ? null
          : ByteBuffer.allocate(BYTES).putInt(value.count).putLong(value.lastMillis).array();
    }

    @Override
    public @Nullable Unanswered deserialize(String topic, byte @Nullable [] bytes) {
      if (bytes == null) {
        return null;
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new Unanswered(buffer.getInt(), buffer.getLong());
    }

    @Override
    public Serializer<Unanswered> serializer() {
      return this;
    }

    @Override
    public Deserializer<Unanswered> deserializer() {
      return this;
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
      // nothing can be set
    }

    @Override
    public void close() {
      // nothing is held
    }
  }
}
