package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.Topics;
import dev.sluice.testsupport.TestBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AbandonedTransactionsIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String application = "abandoned-" + UUID.randomUUID();

  @BeforeAll
  static void createTopics() {
    TestBroker.createSharedTopics();
  }

  @Test
  void shouldEndWhatNoMemberOfTheGroupHasOpen() throws Exception {
    // Given a member and one that is gone, with a transaction each
    String living = application + "-" + UUID.randomUUID();
    String gone = application + "-" + UUID.randomUUID();
    try (KafkaConsumer<byte[], byte[]> member = member(living);
        KafkaProducer<byte[], byte[]> ofTheLiving = transaction(living + "-1");
        KafkaProducer<byte[], byte[]> ofTheGone = transaction(gone + "-1");
        AbandonedTransactions transactions =
            AbandonedTransactions.of(TestBroker.connection(), application)) {

      // When
      transactions.look();

      // Then
      await().atMost(LIMIT).until(() -> stateOf(gone + "-1") != TransactionState.ONGOING);
      assertThat(stateOf(living + "-1")).isEqualTo(TransactionState.ONGOING);
      assertThatThrownBy(ofTheGone::commitTransaction).isInstanceOf(KafkaException.class);
      assertThatCode(ofTheLiving::commitTransaction).doesNotThrowAnyException();
      assertThat(member.assignment()).isNotEmpty();
    }
  }

  @Test
  void shouldLeaveOtherApplicationsAlone() throws Exception {
    // Given one whose name begins with ours
    String other = application + "-test-" + UUID.randomUUID();
    try (KafkaConsumer<byte[], byte[]> member = member(application + "-" + UUID.randomUUID());
        KafkaProducer<byte[], byte[]> ofAnother = transaction(other + "-1");
        AbandonedTransactions transactions =
            AbandonedTransactions.of(TestBroker.connection(), application)) {

      // When
      transactions.look();

      // Then
      assertThat(stateOf(other + "-1")).isEqualTo(TransactionState.ONGOING);
      assertThat(member.assignment()).isNotEmpty();
      ofAnother.abortTransaction();
    }
  }

  @Test
  void shouldEndNothingWhenAMemberMightBeAnybody() throws Exception {
    // Given a member whose client was given a name of its own
    String somebody = application + "-" + UUID.randomUUID();
    try (KafkaConsumer<byte[], byte[]> member = member("named-by-hand");
        KafkaProducer<byte[], byte[]> ofSomebody = transaction(somebody + "-1");
        AbandonedTransactions transactions =
            AbandonedTransactions.of(TestBroker.connection(), application)) {

      // When
      transactions.look();

      // Then
      assertThat(stateOf(somebody + "-1")).isEqualTo(TransactionState.ONGOING);
      assertThat(member.assignment()).isNotEmpty();
      ofSomebody.abortTransaction();
    }
  }

  private KafkaConsumer<byte[], byte[]> member(String process) {
    Map<String, Object> settings = new HashMap<>(TestBroker.connection());
    settings.put("group.id", application);
    settings.put("client.id", process + "-StreamThread-1-consumer");
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(Topics.DEAD_LETTERS.name()));
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              consumer.poll(Duration.ofMillis(100));
              return !consumer.assignment().isEmpty();
            });
    return consumer;
  }

  private static KafkaProducer<byte[], byte[]> transaction(String id) throws Exception {
    Map<String, Object> settings = new HashMap<>(TestBroker.connection());
    settings.put("transactional.id", id);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(Topics.DEAD_LETTERS.name(), new byte[] {1})).get();
    return producer;
  }

  private static TransactionState stateOf(String id) throws Exception {
    try (Admin admin = Admin.create(TestBroker.connection())) {
      return admin.describeTransactions(List.of(id)).description(id).get().state();
    }
  }
}
