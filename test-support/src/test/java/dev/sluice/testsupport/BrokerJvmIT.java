package dev.sluice.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerJvmIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @Test
  void shouldComeBackUnderItsAddressWithItsRecords() throws Exception {
    // Given
    try (BrokerJvm broker = BrokerJvm.start(directory, Map.of())) {
      broker.createSharedTopics();
      String address = broker.bootstrapServers();
      append(broker, "before the kill");

      // When
      broker.kill();
      broker.restart();
      append(broker, "before the stop");
      broker.stop();
      broker.restart();

      // Then
      assertThat(broker.bootstrapServers()).isEqualTo(address);
      try (TopicReader<String, byte[]> reader =
          TopicReader.open(broker.connection(), Topics.WEBHOOKS)) {
        List<ConsumerRecord<String, byte[]>> read = reader.read(any -> true, 2, LIMIT);
        assertThat(read)
            .extracting(ConsumerRecord::key)
            .containsExactlyInAnyOrder("before the kill", "before the stop");
      }
    }
  }

  @Test
  void shouldSayWhereToLookWhenTheBrokerEndsWhileStarting() {
    // When
    Map<String, String> refused = Map.of("num.partitions", "none");

    // Then
    assertThatThrownBy(() -> BrokerJvm.start(directory, refused))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("BrokerJvm ended")
        .hasMessageContaining(directory.resolve("log").toString());
  }

  private static void append(BrokerJvm broker, String key) throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            broker.connection(), new StringSerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(Topics.WEBHOOKS.name(), key, new byte[0]))
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }
}
