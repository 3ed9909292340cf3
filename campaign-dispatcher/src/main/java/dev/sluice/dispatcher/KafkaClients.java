package dev.sluice.dispatcher;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The Kafka clients of one dispatcher, bytes in and bytes out.
final class KafkaClients {

  /// By so much a partition can overshoot its limit, as all records of a poll may be of one.
  static final int POLL_RECORDS_MAX = 100;

  /// What the consumer buffers of one tenant, some 300 messages: a thousand tenants with a backlog
  /// hold 128 MiB. A larger message still passes, alone.
  private static final int PARTITION_FETCH_BYTES = 128 * 1024;

  /// A partition that goes on waits for the fetch under way without it, so this is the longest gap.
  private static final int FETCH_WAIT_MILLIS = 100;

  private static final String CLIENT_ID = "sluice-dispatcher";

  /// A transaction of a process that died holds back the readers of the topics it appended to.
  private static final int TRANSACTION_MILLIS = 10_000;

  /// The parked messages of one look, and of one transaction.
  private static final int PARKED_RECORDS_MAX = 500;

  private KafkaClients() {}

  /// A consumer of the new group protocol: only with it does the broker resolve the subscription's
  /// pattern, and a new tenant takes nothing away from the others.
  static Consumer<byte[], byte[]> consumer(Map<String, Object> connection, String group) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, CLIENT_ID);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(
        ConsumerConfig.GROUP_PROTOCOL_CONFIG,
        GroupProtocol.CONSUMER.name().toLowerCase(Locale.ROOT));
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// A consumer that reads a topic without a group.
  ///
  /// @param isolation whether what a transaction has appended counts before the transaction does
  static Consumer<byte[], byte[]> follower(
      Map<String, Object> connection, IsolationLevel isolation) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString().toLowerCase(Locale.ROOT));
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// A consumer of parked messages, in a group beside the dispatchers' own.
  static Consumer<byte[], byte[]> parkedConsumer(Map<String, Object> connection, String group) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, CLIENT_ID + "-parked");
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group + "-parked");
    settings.put(
        ConsumerConfig.GROUP_PROTOCOL_CONFIG,
        GroupProtocol.CONSUMER.name().toLowerCase(Locale.ROOT));
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, PARKED_RECORDS_MAX);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// A producer that appends and notes how far was read in one transaction.
  static Producer<byte[], byte[]> transactional(Map<String, Object> connection, String id) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, CLIENT_ID + "-parked");
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION_MILLIS);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /// A producer whose appends count when every replica in sync has them.
  static Producer<byte[], byte[]> producer(Map<String, Object> connection) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, CLIENT_ID);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
