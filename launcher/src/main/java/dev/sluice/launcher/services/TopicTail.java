package dev.sluice.launcher.services;

import dev.sluice.schemas.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/// A topic read from its beginning, only what is committed, in as many goes as one likes. Used by
/// one thread.
public final class TopicTail<V> implements AutoCloseable {

  /// A broker in this process answers within milliseconds; the loop ends by offsets, not by this.
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<String, V> consumer;
  private final List<TopicPartition> partitions;

  private TopicTail(KafkaConsumer<String, V> consumer, List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.partitions = partitions;
  }

  /// @param connection how the cluster is reached
  public static <V> TopicTail<V> of(Topic<String, V> topic, Map<String, Object> connection) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    KafkaConsumer<String, V> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), topic.values().deserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    return new TopicTail<>(consumer, partitions);
  }

  /// Hands over what was committed before this call and not handed over yet.
  public void readToEnd(Consumer<ConsumerRecord<String, V>> each) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(POLL).forEach(each);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
