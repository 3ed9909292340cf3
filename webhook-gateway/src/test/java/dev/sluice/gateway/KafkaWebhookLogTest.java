package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
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
    Append append = log.append(List.of(RECORD));

    // Then
    assertThat(append).isEqualTo(new Append.Done());
  }

  @Test
  @Timeout(5)
  void shouldGiveUpAtItsOwnDeadlineWhenKafkaIsSilent() {
    // Given
    KafkaWebhookLog log = new KafkaWebhookLog(producer(false), Duration.ofMillis(50));

    // When
    Append append = log.append(List.of(RECORD));

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
    Append append = log.append(List.of(RECORD));

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
    Append append = log.append(List.of(RECORD));

    // Then
    assertThat(append).isEqualTo(new Append.TooLarge());
  }

  @Test
  void shouldNotThrowWhenClosed() {
    // Given
    KafkaWebhookLog log = new KafkaWebhookLog(producer(true), Duration.ofSeconds(2));
    log.close();

    // When
    Append append = log.append(List.of(RECORD));

    // Then
    assertThat(append).isInstanceOf(Append.NotConfirmed.class);
  }

  @Test
  void shouldBeDoneOnlyWhenAllRecordsAre() {
    // Given
    MockProducer<String, byte[]> producer = producer(false);
    KafkaWebhookLog log = new KafkaWebhookLog(producer, Duration.ofSeconds(20));
    CompletableFuture<Append> append =
        CompletableFuture.supplyAsync(() -> log.append(List.of(RECORD, RECORD, RECORD)));
    await().until(() -> producer.history().size() == 3);
    producer.completeNext();
    producer.completeNext();
    assertThat(append).isNotDone();

    // When
    producer.errorNext(new NotEnoughReplicasException("one of two"));

    // Then
    assertThat(append.join()).isInstanceOf(Append.NotConfirmed.class);
  }

  @Test
  @Timeout(5)
  void shouldStopHandingOverWhenTheRestOfTheDeadlineMightNotDo() {
    // Given: a producer whose metadata is gone, so that each send blocks
    MockProducer<String, byte[]> slow =
        new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> webhook) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            return super.send(webhook);
          }
        };
    KafkaWebhookLog log = new KafkaWebhookLog(slow, Duration.ofMillis(200));
    long begin = System.nanoTime();

    // When
    Append append = log.append(Collections.nCopies(100, RECORD));

    // Then
    assertThat(append).isInstanceOf(Append.NotConfirmed.class);
    assertThat(slow.history()).hasSizeLessThan(6);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
  }

  private static MockProducer<String, byte[]> producer(boolean confirms) {
    return new MockProducer<>(confirms, null, new StringSerializer(), new ByteArraySerializer());
  }
}
