package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.Topics;
import dev.sluice.testsupport.TestBroker;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FencedByAbortIT {

  @BeforeAll
  static void createTopics() {
    TestBroker.createSharedTopics();
  }

  @Test
  void shouldBeginNothingAfterAnAbort() throws Exception {
    // Given
    try (FencedByAbort producer = producer()) {
      producer.beginTransaction();
      send(producer);

      // When
      producer.abortTransaction();

      // Then
      assertThatThrownBy(producer::beginTransaction).isInstanceOf(ProducerFencedException.class);
    }
  }

  @Test
  void shouldBeginAnotherAfterACommit() throws Exception {
    // Given
    try (FencedByAbort producer = producer()) {
      producer.beginTransaction();
      send(producer);

      // When
      producer.commitTransaction();

      // Then
      assertThatCode(producer::beginTransaction).doesNotThrowAnyException();
      producer.abortTransaction();
    }
  }

  private static FencedByAbort producer() {
    Map<String, Object> settings = new HashMap<>(TestBroker.connection());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "fenced-" + UUID.randomUUID());
    FencedByAbort producer = new FencedByAbort(settings);
    producer.initTransactions();
    return producer;
  }

  private static void send(FencedByAbort producer) throws Exception {
    producer.send(new ProducerRecord<>(Topics.DEAD_LETTERS.name(), new byte[] {1})).get();
  }
}
