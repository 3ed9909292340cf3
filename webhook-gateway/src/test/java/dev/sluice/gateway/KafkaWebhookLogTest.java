package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Topics;
import java.time.Duration;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KafkaWebhookLogTest {

  private static final ProducerRecord<String, byte[]> RECORD =
      new ProducerRecord<>(Topics.WEBHOOKS.name(), "tenant", new byte[] {'7'});

  @Test
  void shouldBeDoneWhenKafkaConfirms() {
    // Given
    KafkaWebhookLog log = new KafkaWebhookLog(producer(true), Duration.ofSeconds(2));

    // When
    Append append = log.append(RECORD);

    // Then
    assertThat(append).isEqualTo(new Append.Done());
  }

  @Test
  @Timeout(5)
  void shouldGiveUpAtItsOwnDeadlineWhenKafkaIsSilent() {
    // Given
    KafkaWebhookLog log = new KafkaWebhookLog(producer(false), Duration.ofMillis(50));

    // When
    Append append = log.append(RECORD);

    // Then
    assertThat(append).isEqualTo(new Append.NotConfirmed("no answer within PT0.05S"));
  }

  @Test
  void shouldReportWhatKafkaRefuses() {
    // Given
    MockProducer<String, byte[]> producer = producer(true);
    KafkaWebhookLog log = new KafkaWebhookLog(producer, Duration.ofSeconds(2));
    producer.sendException = new NotEnoughReplicasException("one of two");

    // When
    Append append = log.append(RECORD);

    // Then
    assertThat(append).isInstanceOf(Append.NotConfirmed.class);
    assertThat(append.toString()).contains("NotEnoughReplicasException");
  }

  @Test
  void shouldTellWhatNoRetryWillEverStore() {
    // Given
    MockProducer<String, byte[]> producer = producer(true);
    KafkaWebhookLog log = new KafkaWebhookLog(producer, Duration.ofSeconds(2));
    producer.sendException = new RecordTooLargeException("larger than max.message.bytes");

    // When
    Append append = log.append(RECORD);

    // Then
    assertThat(append).isEqualTo(new Append.TooLarge());
  }

  @Test
  void shouldNotThrowWhenClosed() {
    // Given
    KafkaWebhookLog log = new KafkaWebhookLog(producer(true), Duration.ofSeconds(2));
    log.close();

    // When
    Append append = log.append(RECORD);

    // Then
    assertThat(append).isInstanceOf(Append.NotConfirmed.class);
  }

  private static MockProducer<String, byte[]> producer(boolean confirms) {
    return new MockProducer<>(confirms, null, new StringSerializer(), new ByteArraySerializer());
  }
}
