package dev.sluice.launcher.campaign;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.DeliveryOutcome.Delivery;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/// Who a tenant's campaigns have written to lately, as the topic of results tells.
final class RecentRecipients {

  /// How long a messaging limit looks back.
  static final Duration WINDOW = Duration.ofHours(24);

  /// A broker in reach answers within milliseconds; the loop ends by offsets, not by this.
  private static final Duration POLL = Duration.ofMillis(200);

  private RecentRecipients() {}

  /// @param since the beginning of the time that counts
  static LongSet since(Instant since, TenantId tenant, Map<String, Object> connection) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    LongSet people = new LongSet();
    try (Consumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.DISPATCH_RESULTS.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer
          .offsetsForTimes(
              partitions.stream().collect(Collectors.toMap(it -> it, _ -> since.toEpochMilli())))
          .forEach(
              (partition, found) ->
                  seek(consumer, partition, found, ends.getOrDefault(partition, 0L)));
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          if (tenant.value().equals(record.key())) {
            take(record, since, people);
          }
        }
      }
    }
    return people;
  }

  private static void seek(
      Consumer<String, byte[]> consumer,
      TopicPartition partition,
      @Nullable OffsetAndTimestamp found,
      long end) {
    consumer.seek(partition, found == null ? end : found.offset());
  }

  private static void take(ConsumerRecord<String, byte[]> record, Instant since, LongSet people) {
    try {
      DeliveryOutcome outcome =
          Topics.DISPATCH_RESULTS
              .values()
              .deserializer()
              .deserialize(record.topic(), record.value());
      if (outcome != null && counts(outcome, since)) {
        PhoneNumbers.digits(outcome.delivery().recipient()).ifPresent(people::add);
      }
    } catch (SerializationException e) {
      // It names nobody, and the inbox puts it aside.
    }
  }

  /// Whether it counts against the limit: it was a campaign's and the person may have got it.
  static boolean counts(DeliveryOutcome outcome, Instant since) {
    Delivery delivery = outcome.delivery();
    boolean mayHaveArrived =
        switch (outcome) {
          case DeliveryOutcome.Accepted _, DeliveryOutcome.Unknown _ -> true;
          case DeliveryOutcome.Failed _, DeliveryOutcome.Skipped _ -> false;
        };
    return mayHaveArrived
        && delivery.campaign() != null
        && delivery.channel() == Channel.WHATSAPP
        && !delivery.finishedAt().isBefore(since);
  }
}
