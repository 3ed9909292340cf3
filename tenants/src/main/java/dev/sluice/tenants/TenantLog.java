package dev.sluice.tenants;

import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the records of the topic `tenants` say.
final class TenantLog {

  private static final Logger LOG = LoggerFactory.getLogger(TenantLog.class);

  private TenantLog() {}

  /// What one record says.
  sealed interface Entry {
    record Written(Tenant tenant) implements Entry {}

    record Removed(TenantId id) implements Entry {}

    record Unreadable() implements Entry {}
  }

  /// Reads everything written so far.
  ///
  /// @throws TenantsUnavailable when that takes longer than 30 s
  static List<Entry> readToEnd(CompactedLog log) {
    List<Entry> entries = new ArrayList<>();
    log.readToEnd(record -> entries.add(entry(record)));
    return entries;
  }

  /// What has been written since; empty when nothing was within a second.
  static List<Entry> awaitNews(CompactedLog log) {
    List<Entry> entries = new ArrayList<>();
    log.awaitNews().forEach(record -> entries.add(entry(record)));
    return entries;
  }

  private static Entry entry(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] key = record.key();
    String id = key == null ? "" : new String(key, StandardCharsets.UTF_8);
    if (!TenantId.isLegal(id)) {
      return unreadable(record, "the key is not a tenant's id");
    }
    try {
      Tenant tenant =
          Topics.TENANTS.values().deserializer().deserialize(record.topic(), record.value());
      if (tenant == null) {
        return new Entry.Removed(new TenantId(id));
      }
      return tenant.id().value().equals(id)
          ? new Entry.Written(tenant)
          : unreadable(record, "key and value name different tenants");
    } catch (SerializationException e) {
      return unreadable(record, String.valueOf(e.getMessage()));
    }
  }

  private static Entry unreadable(ConsumerRecord<byte[], byte[]> record, String reason) {
    LOG.atWarn()
        .addKeyValue("topic", record.topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .addKeyValue("reason", reason)
        .log("a tenant's record cannot be read; what was known before stays");
    return new Entry.Unreadable();
  }
}
