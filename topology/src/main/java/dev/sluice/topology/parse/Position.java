package dev.sluice.topology.parse;

import dev.sluice.schemas.InvalidSetting;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Where a message stands in its source partition: the webhook's offset and the element's place
/// within it.
///
/// Its bytes are big-endian, so a store keyed by it iterates in order of arrival, and reading the
/// same webhook again after an abort overwrites instead of adding.
public record Position(long offset, int index) implements Comparable<Position> {

  private static final int BYTES = Long.BYTES + Integer.BYTES;

  public Position {
    if (offset < 0 || index < 0) {
      throw new InvalidSetting("position", offset + "/" + index, "must not be negative");
    }
  }

  @Override
  public int compareTo(Position other) {
    int byOffset = Long.compare(offset, other.offset);
    return byOffset != 0 ? byOffset : Integer.compare(index, other.index);
  }

  /// 12 bytes, ordered as positions are.
  public static Serde<Position> serde() {
    return PositionSerde.INSTANCE;
  }

  private enum PositionSerde
      implements Serde<Position>, Serializer<Position>, Deserializer<Position> {
    INSTANCE;

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Position position) {
      return position == null
          ? null
          : ByteBuffer.allocate(BYTES).putLong(position.offset).putInt(position.index).array();
    }

    @Override
    public @Nullable Position deserialize(String topic, byte @Nullable [] bytes) {
      if (bytes == null) {
        return null;
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new Position(buffer.getLong(), buffer.getInt());
    }

    @Override
    public Serializer<Position> serializer() {
      return this;
    }

    @Override
    public Deserializer<Position> deserializer() {
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
