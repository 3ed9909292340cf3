package dev.sluice.benchmarks.dispatch;

import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Topics like a tenant's campaigns that our dispatcher does not read, and consumers of them.
final class PeerTopics {

  private PeerTopics() {}

  /// Creates a client's topic for a peer.
  static Topic<String, OutboundMessage> create(Ground ground, Client client) {
    Topic<String, OutboundMessage> like = Ground.campaigns(client);
    Topic<String, OutboundMessage> topic =
        new Topic<>(
            "peer-" + like.name(), like.keys(), like.values(), like.retention(), like.partitions());
    NewTopic described =
        new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty());
    try (Admin admin = Admin.create(ground.connection())) {
      admin.createTopics(List.of(described)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("no topic for a peer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return topic;
  }

  /// A consumer that commits nothing by itself, with Kafka's defaults otherwise.
  static KafkaConsumer<String, OutboundMessage> consumer(Ground ground, String group) {
    Map<String, Object> settings = new HashMap<>(ground.connection());
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    Deserializer<OutboundMessage> values = Topics.CAMPAIGN_OF.values().deserializer();
    return new KafkaConsumer<>(settings, new StringDeserializer(), values);
  }
}
