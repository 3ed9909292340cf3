package dev.sluice.launcher.campaign;

import dev.sluice.launcher.CannotStart;
import dev.sluice.launcher.services.TopicTail;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// What the topic `campaigns` says, as far as it has been read. Used by one thread.
final class Campaigns implements AutoCloseable {

  /// Names of campaigns a sentence may hold.
  private static final int NAMED_MAX = 10;

  private static final Topic<String, byte[]> RECORDS =
      new Topic<>(
          Topics.CAMPAIGNS.name(),
          Topics.CAMPAIGNS.keys(),
          Serdes.ByteArray(),
          Topics.CAMPAIGNS.retention(),
          Topics.CAMPAIGNS.partitions());

  private final Map<String, Campaign> byKey = new HashMap<>();
  private final TopicTail<byte[]> tail;

  private Campaigns(TopicTail<byte[]> tail) {
    this.tail = tail;
  }

  /// Reads everything that is committed.
  static Campaigns open(Map<String, Object> connection) {
    Campaigns campaigns = new Campaigns(TopicTail.of(RECORDS, connection));
    campaigns.refresh();
    return campaigns;
  }

  /// Reads what was committed since.
  void refresh() {
    tail.readToEnd(this::take);
  }

  Optional<Campaign> find(TenantId tenant, CampaignId id) {
    return Optional.ofNullable(byKey.get(tenant.value() + "/" + id.value()));
  }

  /// @throws CannotStart when there is none of that name, naming some there are
  Campaign get(TenantId tenant, CampaignId id) {
    return find(tenant, id)
        .orElseThrow(
            () ->
                new CannotStart(
                    "tenant '%s' has no campaign '%s', only %s"
                        .formatted(tenant, id, names(all(tenant)))));
  }

  /// Those of a tenant, or of all, the latest change last.
  List<Campaign> all(@Nullable TenantId tenant) {
    return byKey.values().stream()
        .filter(campaign -> tenant == null || campaign.tenant().equals(tenant))
        .sorted(Comparator.comparing(Campaign::changedAt).thenComparing(Campaign::key))
        .toList();
  }

  /// Appends a campaign's new state and returns when every replica that counts has it.
  static void append(Map<String, Object> connection, Campaign campaign)
      throws InterruptedException {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    byte[] value = Topics.CAMPAIGNS.values().serializer().serialize(RECORDS.name(), campaign);
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(RECORDS.name(), campaign.key(), value)).get();
    } catch (ExecutionException e) {
      throw new KafkaException("the campaign's state could not be appended", e.getCause());
    }
  }

  @Override
  public void close() {
    tail.close();
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    byte @Nullable [] value = record.value();
    if (value == null) {
      byKey.remove(record.key());
      return;
    }
    try {
      Campaign campaign =
          Topics.CAMPAIGNS.values().deserializer().deserialize(record.topic(), value);
      if (campaign != null && campaign.key().equals(record.key())) {
        byKey.put(record.key(), campaign);
      }
    } catch (SerializationException e) {
      // What was known of it stays, as in the dispatcher, which logs it.
    }
  }

  private static String names(List<Campaign> known) {
    if (known.isEmpty()) {
      return "none at all";
    }
    List<String> latest = new ArrayList<>();
    for (Campaign campaign : known.reversed()) {
      if (latest.size() == NAMED_MAX) {
        break;
      }
      latest.add(campaign.id().value());
    }
    String more = known.size() > NAMED_MAX ? " and older ones" : "";
    return latest.stream().collect(Collectors.joining(", ", "", more));
  }
}
