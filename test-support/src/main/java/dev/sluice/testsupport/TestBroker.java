package dev.sluice.testsupport;

import dev.sluice.embedded.EmbeddedKafka;
import dev.sluice.embedded.KafkaSettings;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.TopicProvisioner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.testcontainers.kafka.KafkaContainer;

/// The one Kafka broker of this test JVM.
///
/// Started by the first call that needs it (about 1.5 s), closed when the JVM ends. Automatic topic
/// creation is off: a test creates what it uses. Thread-safe.
public final class TestBroker {

  private static final String IMAGE = "apache/kafka:4.3.1";

  /// One node holds every replica there is.
  private static final Map<String, String> ONE_NODE =
      Map.of(
          "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1",
          "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1",
          "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1",
          "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1",
          "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1",
          "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0",
          "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");

  /// An append on loopback takes milliseconds; this is the time after which the broker is dead.
  private static final Duration APPEND_LIMIT = Duration.ofSeconds(20);

  /// Room for the largest webhook, 4 MiB, and its headers: as the topics allow.
  private static final int REQUEST_BYTES_MAX = 5 * 1024 * 1024;

  private TestBroker() {}

  private static final class Running {
    static final String BOOTSTRAP_SERVERS = start(TestEngine.chosen());
    static final KafkaProducer<byte[], byte[]> PRODUCER =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                BOOTSTRAP_SERVERS,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                REQUEST_BYTES_MAX),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /// Settings with which any Kafka client reaches the broker: `bootstrap.servers`.
  public static Map<String, Object> connection() {
    return Map.of("bootstrap.servers", Running.BOOTSTRAP_SERVERS);
  }

  /// Creates the topics all tenants share. Those that exist are left as they are.
  public static void createSharedTopics() {
    try (Admin admin = Admin.create(connection())) {
      new TopicProvisioner(admin).createShared();
    }
  }

  /// Creates the topics of these tenants. Those that exist are left as they are.
  public static void createTopicsFor(TenantId... tenants) {
    try (Admin admin = Admin.create(connection())) {
      TopicProvisioner provisioner = new TopicProvisioner(admin);
      for (TenantId tenant : tenants) {
        provisioner.createFor(tenant);
      }
    }
  }

  /// Creates the topics of a tenant. Those that exist are left as they are.
  public static void createTopicsFor(Tenant tenant) {
    createTopicsFor(tenant.id());
  }

  /// Appends a record and returns when it is stored.
  ///
  /// @param value null appends a tombstone
  public static <K, V> RecordMetadata produce(Topic<K, V> topic, K key, @Nullable V value) {
    return produce(topic, key, value, new RecordHeaders());
  }

  /// Appends a record with headers and returns when it is stored.
  ///
  /// @throws AssertionError when the broker refuses it or does not answer within 20 s
  public static <K, V> RecordMetadata produce(
      Topic<K, V> topic, K key, @Nullable V value, Headers headers) {
    byte[] keyBytes = topic.keys().serializer().serialize(topic.name(), key);
    byte[] valueBytes =
        value == null ? null : topic.values().serializer().serialize(topic.name(), value);
    ProducerRecord<byte[], byte[]> stored =
        new ProducerRecord<>(topic.name(), null, keyBytes, valueBytes, headers);
    try {
      return Running.PRODUCER.send(stored).get(APPEND_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("no record could be appended to " + topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while appending to " + topic, e);
    }
  }

  /// Every committed record of a topic, in partition order; see [TopicReader#read].
  public static <K, V> List<ConsumerRecord<K, V>> readAll(
      Topic<K, V> topic, int expected, Duration limit) {
    return readAll(topic, ignored -> true, expected, limit);
  }

  /// Every committed record of one tenant in a topic keyed by tenant; see [TopicReader#read].
  public static <V> List<ConsumerRecord<String, V>> readAll(
      Topic<String, V> topic, TenantId tenant, int expected, Duration limit) {
    return readAll(topic, held -> tenant.value().equals(held.key()), expected, limit);
  }

  /// Every committed record of a topic that is `wanted`; see [TopicReader#read].
  public static <K, V> List<ConsumerRecord<K, V>> readAll(
      Topic<K, V> topic, Predicate<ConsumerRecord<K, V>> wanted, int expected, Duration limit) {
    try (TopicReader<K, V> reader = TopicReader.open(connection(), topic)) {
      return reader.read(wanted, expected, limit);
    }
  }

  private static String start(TestEngine engine) {
    return switch (engine) {
      case EMBEDDED -> startEmbedded();
      case DOCKER -> startContainer();
    };
  }

  private static String startEmbedded() {
    Path directory = AtExit.keptDirectory("sluice-test-kafka-");
    EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(directory));
    AtExit.close(kafka, directory);
    return kafka.bootstrapServers();
  }

  /// Testcontainers' own reaper removes the container when this JVM is gone.
  @SuppressWarnings("resource")
  private static String startContainer() {
    KafkaContainer kafka = new KafkaContainer(IMAGE).withEnv(ONE_NODE);
    kafka.start();
    return kafka.getBootstrapServers();
  }
}
