package dev.sluice.tenants;

import dev.sluice.schemas.Topic;
import java.time.Duration;
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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// A topic read from its beginning, all partitions, without a consumer group.
///
/// Used by one thread at a time, except [#wakeup].
final class CompactedLog implements AutoCloseable {

  /// How long to wait for the topic to appear and to be read to its end: the patience of a service
  /// starting beside its broker, as for creating a topic.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// How often to ask for a topic that is not there yet.
  private static final Duration ASK_AGAIN = Duration.ofMillis(200);

  /// The longest a poll waits for news; it returns at once when there are any, or on [#wakeup].
  private static final Duration POLL = Duration.ofSeconds(1);

  /// No group and no commits, so closing has nothing to wait for but open sockets.
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Topic<?, ?> topic;
  private final Consumer<byte[], byte[]> consumer;

  CompactedLog(Topic<?, ?> topic, Map<String, Object> connection) {
    this.topic = topic;
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// Hands over everything written so far, waiting for the topic to appear if it is not there.
  ///
  /// @throws TenantsUnavailable when that takes longer than 30 s
  void readToEnd(java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try {
      long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
      List<TopicPartition> partitions = partitions();
      while (partitions.isEmpty()) {
        failIfPast(deadlineNanos, "does not exist");
        Thread.sleep(ASK_AGAIN);
        partitions = partitions();
      }
      readAll(partitions, deadlineNanos, each);
    } catch (KafkaException e) {
      throw new TenantsUnavailable("topic '%s' could not be read".formatted(topic), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TenantsUnavailable("interrupted while reading topic " + topic, e);
    }
  }

  /// What has been written since; empty when nothing was within a second.
  ///
  /// @throws org.apache.kafka.common.errors.WakeupException after [#wakeup]
  Iterable<ConsumerRecord<byte[], byte[]>> awaitNews() {
    return consumer.poll(POLL);
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
    return consumer.partitionsFor(topic.name(), PATIENCE).stream()
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  private void readAll(
      List<TopicPartition> partitions,
      long deadlineNanos,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue())) {
      failIfPast(deadlineNanos, "could not be read to its end");
      consumer.poll(POLL).forEach(each);
    }
  }

  private void failIfPast(long deadlineNanos, String what) {
    if (System.nanoTime() - deadlineNanos > 0) {
      throw new TenantsUnavailable(
          "topic '%s' %s after %d s".formatted(topic, what, PATIENCE.toSeconds()), null);
    }
  }
}
