package dev.sluice.tenants;

import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The topic `tenants` read from its beginning, all partitions, without a consumer group.
///
/// Used by one thread at a time, except [#wakeup].
final class TenantLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TenantLog.class);

  /// How long to wait for the topic to appear and to be read to its end: the patience of a service
  /// starting beside its broker, as for creating a topic.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// How often to ask for a topic that is not there yet.
  private static final Duration ASK_AGAIN = Duration.ofMillis(200);

  /// The longest a poll waits for news; it returns at once when there are any, or on [#wakeup].
  private static final Duration POLL = Duration.ofSeconds(1);

  /// No group and no commits, so closing has nothing to wait for but open sockets.
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;

  /// What one record says.
  sealed interface Entry {
    record Written(Tenant tenant) implements Entry {}

    record Removed(TenantId id) implements Entry {}

    record Unreadable() implements Entry {}
  }

  TenantLog(Map<String, Object> connection) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// Reads everything written so far, waiting for the topic to appear if it is not there.
  ///
  /// @throws TenantsUnavailable when that takes longer than 30 s
  List<Entry> readToEnd() {
    try {
      long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
      List<TopicPartition> partitions = partitions();
      while (partitions.isEmpty()) {
        failIfPast(deadlineNanos, "does not exist");
        Thread.sleep(ASK_AGAIN);
        partitions = partitions();
      }
      return readAll(partitions, deadlineNanos);
    } catch (KafkaException e) {
      throw new TenantsUnavailable("topic '%s' could not be read".formatted(Topics.TENANTS), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TenantsUnavailable("interrupted while reading topic " + Topics.TENANTS, e);
    }
  }

  /// What has been written since; empty when nothing was within a second.
  ///
  /// @throws org.apache.kafka.common.errors.WakeupException after [#wakeup]
  List<Entry> awaitNews() {
    return entries(consumer.poll(POLL));
  }

  /// Makes a waiting [#awaitNews] throw. May be called by any thread.
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE));
  }

  private List<TopicPartition> partitions() {
    return consumer.partitionsFor(Topics.TENANTS.name(), PATIENCE).stream()
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  private List<Entry> readAll(List<TopicPartition> partitions, long deadlineNanos) {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    List<Entry> entries = new ArrayList<>();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue())) {
      failIfPast(deadlineNanos, "could not be read to its end");
      entries.addAll(entries(consumer.poll(POLL)));
    }
    return entries;
  }

  private static void failIfPast(long deadlineNanos, String what) {
    if (System.nanoTime() > deadlineNanos) {
      throw new TenantsUnavailable(
          "topic '%s' %s after %d s".formatted(Topics.TENANTS, what, PATIENCE.toSeconds()), null);
    }
  }

  private static List<Entry> entries(Iterable<ConsumerRecord<byte[], byte[]>> records) {
    List<Entry> entries = new ArrayList<>();
    records.forEach(record -> entries.add(entry(record)));
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
