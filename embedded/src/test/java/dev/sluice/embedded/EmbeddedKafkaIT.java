package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.embedded.EmbeddedStartException.Reason;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaIT {

  /// The broker looks at most once in 10 s; then a heartbeat and an assignment, and a busy machine.
  private static final Duration NEW_TOPIC_LIMIT = Duration.ofSeconds(15);

  /// Less than the 9 s for which Kafka by default takes the broker of a dead process for alive.
  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(8);

  private final Path directory;

  EmbeddedKafkaIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void shouldKeepRecordsAcrossRestartOnAnotherPort() throws Exception {
    // Given
    String first;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(directory))) {
      first = kafka.bootstrapServers();
      Records records = new Records(first);
      records.createTopic("kept");
      records.write("kept", "one");
    }

    // When
    try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(directory))) {

      // Then
      Records records = new Records(kafka.bootstrapServers());
      assertThat(kafka.bootstrapServers()).isNotEqualTo(first);
      assertThat(records.readText("kept")).containsExactly("one");
      records.write("kept", "two");
      assertThat(records.readText("kept")).containsExactly("one", "two");
    }
  }

  @Test
  void shouldKeepAcknowledgedRecordsAndTransactionsWhenProcessIsKilled() throws Exception {
    // Given
    try (ChildProcess child = ChildProcess.start(KafkaChild.class, directory)) {
      child.kill();
    }

    long begin = System.nanoTime();

    // When
    try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(directory))) {

      // Then
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(RECOVERY_LIMIT);
      Records records = new Records(kafka.bootstrapServers());
      assertThat(records.readText(KafkaChild.TOPIC)).containsExactly("acknowledged");
      writeInTransaction(kafka, KafkaChild.TOPIC, "after");
      assertThat(records.readText(KafkaChild.TOPIC)).containsExactly("acknowledged", "after");
    }
  }

  @Test
  void shouldNameTheOtherProcessWhenDirectoryIsInUse() throws Exception {
    // Given
    try (ChildProcess child = ChildProcess.start(KafkaChild.class, directory)) {

      // When
      assertThatThrownBy(() -> EmbeddedKafka.start(KafkaSettings.in(directory)).close())

          // Then
          .isInstanceOfSatisfying(
              EmbeddedStartException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.DIRECTORY_IN_USE))
          .hasMessage("data directory %s is in use by process %d", directory, child.pid());
      assertThat(new Records(child.word()).readText(KafkaChild.TOPIC))
          .containsExactly("acknowledged");
    }
  }

  @Test
  void shouldRefuseSecondBrokerOfThisProcessAndKeepTheLock() throws Exception {
    // Given
    try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(directory))) {
      assertThat(kafka.bootstrapServers()).startsWith("127.0.0.1:");

      // When
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> EmbeddedKafka.start(KafkaSettings.in(directory)).close())

            // Then
            .isInstanceOf(EmbeddedStartException.class)
            .hasMessage("data directory %s is in use by this process", directory);
      }
    }
  }

  @Test
  void shouldSayThatPortIsTakenAndLeaveDirectoryFree() throws Exception {
    // Given
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = other.getLocalPort();

      // When
      assertThatThrownBy(
              () -> EmbeddedKafka.start(KafkaSettings.in(directory).withPort(port)).close())

          // Then
          .isInstanceOfSatisfying(
              EmbeddedStartException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.PORT_TAKEN))
          .hasMessageContaining("port %d on 127.0.0.1 is taken", port);
    }
    DirectoryLock.acquire(directory).close();
  }

  @Test
  void shouldSayThatDirectoryIsNotUsable() throws Exception {
    // Given
    Path file = Files.writeString(directory.resolve("file"), "not a directory");

    // When
    assertThatThrownBy(() -> EmbeddedKafka.start(KafkaSettings.in(file.resolve("kafka"))).close())

        // Then
        .isInstanceOfSatisfying(
            EmbeddedStartException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.DIRECTORY_NOT_USABLE))
        .hasMessageContaining("cannot be created or written");
  }

  @Test
  void shouldSayWhyBrokerRefusesItsConfiguration() {
    // Given
    KafkaSettings settings =
        KafkaSettings.in(directory).withOverride("group.consumer.session.timeout.ms", "999");

    // When
    assertThatThrownBy(() -> EmbeddedKafka.start(settings).close())

        // Then
        .isInstanceOfSatisfying(
            EmbeddedStartException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.DID_NOT_START))
        .hasMessageContaining("group.consumer.session.timeout.ms");
  }

  @Test
  void shouldTakeRecordOfFourMebibytes() throws Exception {
    // Given
    byte[] largest = new byte[4 * 1024 * 1024];
    try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(directory))) {
      Records records = new Records(kafka.bootstrapServers());
      records.createTopic("large");

      // When
      records.write("large", largest);

      // Then
      assertThat(records.read("large")).containsExactly(largest);
    }
  }

  @Test
  void shouldShowNewTopicToPatternSubscriber() throws Exception {
    // Given
    try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(directory));
        KafkaConsumer<String, String> consumer = patternSubscriber(kafka)) {
      Records records = new Records(kafka.bootstrapServers());
      records.createTopic("campaign.first");
      records.write("campaign.first", "first");
      List<String> seen = new ArrayList<>();
      await().atMost(NEW_TOPIC_LIMIT).until(() -> poll(consumer, seen).contains("first"));

      // When
      records.createTopic("campaign.second");
      records.write("campaign.second", "second");

      // Then
      await().atMost(NEW_TOPIC_LIMIT).until(() -> poll(consumer, seen).contains("second"));
    }
  }

  @Test
  void shouldStartSeveralAtOnce() throws Exception {
    // Given
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<EmbeddedKafka>> starting = new ArrayList<>();

      // When
      for (String name : List.of("a", "b", "c")) {
        KafkaSettings settings = KafkaSettings.in(directory.resolve(name));
        starting.add(threads.submit(() -> EmbeddedKafka.start(settings)));
      }

      // Then
      List<EmbeddedKafka> started = new ArrayList<>();
      for (Future<EmbeddedKafka> one : starting) {
        started.add(one.get());
      }
      assertThat(started).extracting(EmbeddedKafka::bootstrapServers).doesNotHaveDuplicates();
      for (EmbeddedKafka kafka : started) {
        new Records(kafka.bootstrapServers()).createTopic("own");
        kafka.close();
        kafka.close();
      }
    }
  }

  private static void writeInTransaction(EmbeddedKafka kafka, String topic, String value) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "writer");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic, value));
      producer.commitTransaction();
      assertThat(sent).isDone();
    }
  }

  private static KafkaConsumer<String, String> patternSubscriber(EmbeddedKafka kafka) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", kafka.bootstrapServers(),
            "group.id", "dispatcher",
            "group.protocol", "consumer",
            "auto.offset.reset", "earliest");
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(new SubscriptionPattern("campaign\\..*"));
    return consumer;
  }

  private static List<String> poll(KafkaConsumer<String, String> consumer, List<String> seen) {
    consumer.poll(Duration.ofMillis(100)).forEach(record -> seen.add(record.value()));
    return seen;
  }
}
