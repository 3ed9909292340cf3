package dev.sluice.dispatcher.books;

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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The Kafka clients of the accounts, bytes in and bytes out.
final class BooksClients {

  private static final String CLIENT_ID = "sluice-books";

  /// Some 2 MB of outcomes: reading a million takes 200 polls.
  private static final int POLL_RECORDS_MAX = 5000;

  /// A question about offsets stands behind the fetch under way, so this is how long it may take
  /// where there is nothing new: not to be seen on a progress bar.
  private static final int FETCH_WAIT_MILLIS = 50;

  /// For a topic's leader, as keeping the accounts waits for it: the next second tries again.
  private static final int BLOCK_MILLIS = 5000;

  private BooksClients() {}

  /// A consumer without a group, of what is committed.
  ///
  /// @param purpose part of its name, distinct within a process
  static Consumer<byte[], byte[]> reader(Map<String, Object> connection, String purpose) {
    Map<String, Object> settings = settings(connection, purpose);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// A member of a group that commits nothing: whoever gets a partition reads it from where its
  /// oldest open campaign began.
  static Consumer<byte[], byte[]> member(Map<String, Object> connection, String group) {
    Map<String, Object> settings = settings(connection, "results");
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(
        ConsumerConfig.GROUP_PROTOCOL_CONFIG,
        GroupProtocol.CONSUMER.name().toLowerCase(Locale.ROOT));
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// A producer whose appends count when every replica in sync has them.
  static Producer<byte[], byte[]> producer(Map<String, Object> connection) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, CLIENT_ID);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Map<String, Object> settings(Map<String, Object> connection, String purpose) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, CLIENT_ID + "-" + purpose);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
    return settings;
  }
}
