package dev.sluice.benchmarks.dispatch;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Writes what is to be sent, as whoever starts a campaign and whoever answers a customer does.
/// Thread-safe.
final class Appender implements AutoCloseable {

  /// A campaign is on the broker in a few batches, so that each design finds all of it.
  private static final int BATCH_BYTES = 512 * 1024;

  private static final int LINGER_MILLIS = 20;

  private final KafkaProducer<String, byte[]> bulk;
  private final KafkaProducer<String, byte[]> prompt;

  Appender(Map<String, Object> connection) {
    this.bulk = producer(connection, LINGER_MILLIS);
    this.prompt = producer(connection, 0);
  }

  /// Appends messages to a topic and returns when they are there.
  ///
  /// @throws IllegalStateException when one could not be appended
  void append(Topic<String, OutboundMessage> topic, List<OutboundMessage> messages) {
    List<Future<RecordMetadata>> appended = new ArrayList<>();
    for (OutboundMessage message : messages) {
      appended.add(bulk.send(record(topic, message.recipient().value(), message)));
    }
    bulk.flush();
    if (appended.stream().anyMatch(it -> it.state() != Future.State.SUCCESS)) {
      throw new IllegalStateException("a message could not be appended to " + topic);
    }
  }

  /// Appends campaigns of several tenants to their own topics.
  void campaigns(List<List<OutboundMessage>> all) {
    all.forEach(one -> append(Topics.CAMPAIGN_OF.of(one.getFirst().tenant()), one));
  }

  /// Appends a reply at once; a reply that cannot be appended never arrives, and is missing.
  void reply(OutboundMessage message) {
    prompt(Topics.REPLIES_OF.of(message.tenant()), message.conversation().key(), message);
  }

  /// Appends one message of a campaign at once; see [#reply].
  void single(OutboundMessage message) {
    prompt(Topics.CAMPAIGN_OF.of(message.tenant()), message.recipient().value(), message);
  }

  private void prompt(Topic<String, OutboundMessage> topic, String key, OutboundMessage message) {
    Future<RecordMetadata> _ = prompt.send(record(topic, key, message));
  }

  /// Cancels a campaign: what has not begun is skipped.
  void cancel(List<OutboundMessage> campaign) {
    OutboundMessage first = campaign.getFirst();
    if (first.campaign() == null) {
      throw new IllegalArgumentException("replies are of no campaign");
    }
    Campaign cancelled =
        new Campaign(
            first.tenant(),
            first.campaign(),
            Campaign.State.CANCELLED,
            campaign.size(),
            null,
            Instant.now());
    Future<RecordMetadata> _ = bulk.send(record(Topics.CAMPAIGNS, cancelled.key(), cancelled));
    bulk.flush();
  }

  @Override
  public void close() {
    bulk.close();
    prompt.close();
  }

  private static <V> ProducerRecord<String, byte[]> record(
      Topic<String, V> topic, String key, V value) {
    String name = topic.name();
    return new ProducerRecord<>(name, key, topic.values().serializer().serialize(name, value));
  }

  private static KafkaProducer<String, byte[]> producer(
      Map<String, Object> connection, int lingerMillis) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMillis);
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }
}
