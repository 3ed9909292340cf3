package dev.sluice.testsupport;

import dev.sluice.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// Reads a whole topic, only what is committed, without joining a group.
///
/// One thread at a time.
public final class TopicReader<K, V> implements AutoCloseable {

  /// How long one poll waits for records that are not there yet.
  private static final Duration POLL = Duration.ofMillis(50);

  private final Topic<K, V> topic;
  private final KafkaConsumer<K, V> consumer;
  private final List<TopicPartition> partitions;

  private TopicReader(
      Topic<K, V> topic, KafkaConsumer<K, V> consumer, List<TopicPartition> partitions) {
    this.topic = topic;
    this.consumer = consumer;
    this.partitions = partitions;
  }

  /// A reader of all partitions of a topic that exists.
  public static <K, V> TopicReader<K, V> open(Map<String, Object> connection, Topic<K, V> topic) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    KafkaConsumer<K, V> consumer =
        new KafkaConsumer<>(settings, topic.keys().deserializer(), topic.values().deserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    return new TopicReader<>(topic, consumer, partitions);
  }

  /// Reads from the beginning until `expected` wanted records are there, and then on to what is the
  /// end at that moment, so that a record too many is in the result.
  ///
  /// Order is kept within a partition.
  ///
  /// @param expected how many there are at least; 0 reads what is there now
  /// @throws AssertionError when there are fewer after `limit`, naming both numbers
  public List<ConsumerRecord<K, V>> read(
      Predicate<ConsumerRecord<K, V>> wanted, int expected, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    List<ConsumerRecord<K, V>> found = new ArrayList<>();
    consumer.seekToBeginning(partitions);
    while (found.size() < expected) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "%d of %d expected records in %s after %s"
                .formatted(found.size(), expected, topic, limit));
      }
      poll(wanted, found);
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (!isAt(ends)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the end of %s was not reached in %s".formatted(topic, limit));
      }
      poll(wanted, found);
    }
    return found;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void poll(Predicate<ConsumerRecord<K, V>> wanted, List<ConsumerRecord<K, V>> found) {
    for (ConsumerRecord<K, V> held : consumer.poll(POLL)) {
      if (wanted.test(held)) {
        found.add(held);
      }
    }
  }

  private boolean isAt(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
