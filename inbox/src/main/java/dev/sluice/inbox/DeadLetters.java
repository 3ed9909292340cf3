package dev.sluice.inbox;

import dev.sluice.schemas.DeadLetterHeaders;
import dev.sluice.schemas.DeadLetterHeaders.Reason;
import dev.sluice.schemas.Retention;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Sets records aside that cannot be written, as they were: key, bytes and headers, and why.
final class DeadLetters implements AutoCloseable {

  static final String STAGE = "inbox";

  /// The largest record there is and room for its headers, in bytes.
  private static final int REQUEST_BYTES_MAX = Retention.MESSAGE_BYTES_MAX + 64 * 1024;

  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final KafkaProducer<byte[], byte[]> producer;

  DeadLetters(Map<String, Object> connection) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES_MAX);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "sluice-inbox-dead-letters");
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /// Returns when the record is stored.
  ///
  /// @param why in our words; never a piece of the payload
  /// @throws KafkaException when the cluster refuses it or does not answer within two minutes
  void send(ConsumerRecord<byte[], byte[]> origin, Reason reason, String why) {
    RecordHeaders headers = new RecordHeaders(origin.headers().toArray());
    DeadLetterHeaders.put(
        headers, reason, STAGE, why, origin.topic(), origin.partition(), origin.offset());
    byte[] key =
        origin.key() == null ? TenantId.UNKNOWN.getBytes(StandardCharsets.UTF_8) : origin.key();
    try {
      producer
          .send(
              new ProducerRecord<>(Topics.DEAD_LETTERS.name(), null, key, origin.value(), headers))
          .get();
    } catch (ExecutionException e) {
      throw new KafkaException("a dead letter could not be stored", e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException("interrupted while storing a dead letter", e);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
