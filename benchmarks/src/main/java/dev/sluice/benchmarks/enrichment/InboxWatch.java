package dev.sluice.benchmarks.enrichment;

import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/// Reads the inbox as a downstream service does, only what is committed, and enters what it sees in
/// a ledger: everything that arrives between [#open] and [#close].
///
/// It takes the time of what arrives and reads it when nothing more does, so that the processors
/// are left to what is measured.
final class InboxWatch implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);

  /// For the assignment and the ends of a topic on a broker that answers in milliseconds.
  private static final Duration READ_TO_END = Duration.ofSeconds(10);

  /// What is kept unread at most: 30 MB at about 1.5 KB each.
  private static final int UNREAD_MAX = 20_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Ledger ledger;
  private final Thread thread;

  /// Belongs to that thread.
  private final List<Arrival> unread = new ArrayList<>();

  private volatile boolean closing;

  private record Arrival(long nanos, ConsumerRecord<byte[], byte[]> record) {}

  private InboxWatch(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Ledger ledger) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.ledger = ledger;
    this.thread = Thread.ofPlatform().name("inbox-watch").unstarted(this::run);
  }

  /// Watches from the end of the inbox as it is now.
  static InboxWatch open(Map<String, Object> connection, Ledger ledger) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.INBOX.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    InboxWatch watch = new InboxWatch(consumer, partitions, ledger);
    watch.thread.start();
    return watch;
  }

  /// Reads what was committed until now, so that a late duplicate counts, and ends.
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      while (!closing) {
        take(consumer.poll(POLL));
      }
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + READ_TO_END.toNanos();
      while (!isAt(ends) && System.nanoTime() - deadline < 0) {
        take(consumer.poll(POLL));
      }
      enter();
    }
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    long now = System.nanoTime();
    for (ConsumerRecord<byte[], byte[]> held : records) {
      unread.add(new Arrival(now, held));
    }
    if (records.isEmpty() || unread.size() >= UNREAD_MAX) {
      enter();
    }
  }

  private void enter() {
    Deserializer<InboxItem> items = Topics.INBOX.values().deserializer();
    unread.forEach(
        it ->
            ledger.arrived(
                it.nanos(), items.deserialize(it.record().topic(), it.record().value())));
    unread.clear();
  }

  private boolean isAt(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
