package dev.sluice.topology.replay;

import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// Reads what one tenant was sent back from the topic `webhooks`, to be replayed.
public final class BurstRecorder {

  /// A burst is held in memory to be put in order: at 1 KB a webhook this is about 100 MB.
  public static final int WEBHOOKS_MAX = 100_000;

  private static final Duration POLL = Duration.ofMillis(200);

  private BurstRecorder() {}

  /// Reads the tenant's webhooks from the oldest one kept to the newest one there is when this is called, in
  /// order of receipt.
  ///
  /// @param connection how the cluster is reached: bootstrap servers and security
  /// @throws IllegalStateException when there are more than [#WEBHOOKS_MAX]
  public static List<RecordedWebhook> record(Map<String, Object> connection, TenantId tenant) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    List<RecordedWebhook> burst = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            settings,
            Topics.WEBHOOKS.keys().deserializer(),
            Topics.WEBHOOKS.values().deserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.WEBHOOKS.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (ends.entrySet().stream().anyMatch(end -> isBefore(consumer, end))) {
        for (ConsumerRecord<String, byte[]> webhook : consumer.poll(POLL)) {
          if (tenant.value().equals(webhook.key())) {
            add(burst, webhook);
          }
        }
      }
    }
    return burst.stream().sorted(Comparator.comparingLong(RecordedWebhook::receivedMicros)).toList();
  }

  private static boolean isBefore(
      KafkaConsumer<String, byte[]> consumer, Map.Entry<TopicPartition, Long> end) {
    return consumer.position(end.getKey()) < end.getValue();
  }

  private static void add(List<RecordedWebhook> burst, ConsumerRecord<String, byte[]> webhook) {
    if (burst.size() == WEBHOOKS_MAX) {
      throw new IllegalStateException(
          "tenant '%s' has more than %d webhooks".formatted(webhook.key(), WEBHOOKS_MAX));
    }
    long received =
        WebhookHeaders.receivedMicros(webhook.headers())
            .orElseGet(() -> TimeUnit.MILLISECONDS.toMicros(webhook.timestamp()));
    burst.add(RecordedWebhook.of(webhook.key(), received, webhook.value()));
  }
}
