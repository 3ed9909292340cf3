package dev.sluice.dispatcher.books;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// The latest record of each of one tenant's campaigns, by name. Not thread-safe.
final class CampaignRecords {

  private final TenantId tenant;
  private final Map<String, Campaign> byKey = new TreeMap<>();
  private Map<TopicPartition, Long> read = Map.of();

  CampaignRecords(TenantId tenant) {
    this.tenant = tenant;
  }

  /// Reads to the end of the topic, from where it stopped the last time.
  void readOn(FactLog log, Deadline deadline) {
    Map<TopicPartition, Long> from =
        read.isEmpty()
            ? log.beginnings(log.partitionsOf(Topics.CAMPAIGNS, deadline), deadline)
            : read;
    read = log.readOn(from, deadline, this::take);
  }

  Collection<Campaign> all() {
    return Collections.unmodifiableCollection(byKey.values());
  }

  /// The campaign of that name; one without a total or a plan when it has no record.
  Campaign orUnplanned(CampaignId id) {
    Campaign unplanned = new Campaign(tenant, id, Campaign.State.RUNNING, 0, null, Instant.EPOCH);
    return byKey.getOrDefault(unplanned.key(), unplanned);
  }

  /// The key of a record as text, empty when it has none.
  static String keyOf(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] key = record.key();
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    String key = keyOf(record);
    if (!key.startsWith(tenant + "/")) {
      return;
    }
    if (record.value() == null) {
      byKey.remove(key);
    } else {
      FactLog.valueOf(Topics.CAMPAIGNS, record)
          .filter(campaign -> campaign.key().equals(key))
          .ifPresent(campaign -> byKey.put(key, campaign));
    }
  }
}
