package dev.sluice.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Records written to and read from one partition of a broker.
final class Records {

  /// Far beyond the time a healthy broker takes for anything asked here.
  private static final int LIMIT_SECONDS = 20;

  private final String bootstrapServers;

  Records(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  void createTopic(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  /// Returns when the broker has acknowledged every record.
  void write(String topic, byte[]... values) throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "acks",
            "all",
            "max.request.size",
            6 * 1024 * 1024);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (byte[] value : values) {
        producer.send(new ProducerRecord<>(topic, value)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  void write(String topic, String value) throws Exception {
    write(topic, value.getBytes(StandardCharsets.UTF_8));
  }

  /// Everything from the beginning to the end as it is when the read begins.
  List<byte[]> read(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Duration limit = Duration.ofSeconds(LIMIT_SECONDS);
      long end = consumer.endOffsets(List.of(partition), limit).values().iterator().next();
      long deadline = System.nanoTime() + limit.toNanos();
      List<byte[]> values = new ArrayList<>();
      while (consumer.position(partition) < end && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }

  List<String> readText(String topic) {
    return read(topic).stream().map(value -> new String(value, StandardCharsets.UTF_8)).toList();
  }
}
