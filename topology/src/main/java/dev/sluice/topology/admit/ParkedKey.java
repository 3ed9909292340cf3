package dev.sluice.topology.admit;

import dev.sluice.schemas.TenantId;
import dev.sluice.topology.parse.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Where a parked message stands: behind the earlier ones of its tenant.
///
/// Its bytes are the tenant, a zero that no tenant id contains, and the position: a tenant's
/// messages lie together, in order of arrival.
public record ParkedKey(TenantId tenant, Position position) {

  /// No webhook is split into so many elements, and no partition grows so long.
  private static final Position LAST = new Position(Long.MAX_VALUE, Integer.MAX_VALUE);

  private static final int POSITION_BYTES = Long.BYTES + Integer.BYTES;

  static ParkedKey firstOf(TenantId tenant) {
    return new ParkedKey(tenant, new Position(0, 0));
  }

  /// The first place behind a position.
  static ParkedKey behind(TenantId tenant, Position position) {
    return new ParkedKey(tenant, new Position(position.offset(), position.index() + 1));
  }

  static ParkedKey lastOf(TenantId tenant) {
    return new ParkedKey(tenant, LAST);
  }

  public static Serde<ParkedKey> serde() {
    return KeySerde.INSTANCE;
  }

  private enum KeySerde
      implements Serde<ParkedKey>, Serializer<ParkedKey>, Deserializer<ParkedKey> {
    INSTANCE;

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable ParkedKey key) {
      if (key == null) {
        return null;
      }
      byte[] tenant = key.tenant.value().getBytes(StandardCharsets.UTF_8);
      byte[] position = Position.serde().serializer().serialize(topic, key.position);
      return ByteBuffer.allocate(tenant.length + 1 + position.length)
          .put(tenant)
          .put((byte) 0)
          .put(position)
          .array();
    }

    @Override
    public @Nullable ParkedKey deserialize(String topic, byte @Nullable [] bytes) {
      if (bytes == null) {
        return null;
      }
      int tenantBytes = bytes.length - 1 - POSITION_BYTES;
      String tenant = new String(bytes, 0, tenantBytes, StandardCharsets.UTF_8);
      byte[] position = Arrays.copyOfRange(bytes, tenantBytes + 1, bytes.length);
      return new ParkedKey(
          new TenantId(tenant), Position.serde().deserializer().deserialize(topic, position));
    }

    @Override
    public Serializer<ParkedKey> serializer() {
      return this;
    }

    @Override
    public Deserializer<ParkedKey> deserializer() {
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
