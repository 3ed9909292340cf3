package dev.sluice.dispatcher;

import dev.sluice.dispatcher.Intake.Content.Unusable;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.DeadLetterHeaders.Reason;
import dev.sluice.schemas.DelayedSend;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import dev.sluice.tenants.Tenants;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// Messages that wait in the topic `dispatch.retry`: their form, and when their waiting is over.
final class Parked {

  private final CampaignView campaigns;
  private final Tenants tenants;
  private final InstantSource clock;

  Parked(CampaignView campaigns, Tenants tenants, InstantSource clock) {
    this.campaigns = campaigns;
    this.tenants = tenants;
    this.clock = clock;
  }

  /// What becomes of a record when it is looked at.
  sealed interface Fate {

    /// It leaves the topic.
    ///
    /// @param record to be appended: to the tenant's own topic, or as a dead letter
    record Leave(ProducerRecord<byte[], byte[]> record) implements Fate {}

    /// It waits until that campaign goes on.
    record WaitFor(String campaign) implements Fate {}

    /// It waits until then, or until its campaign is cancelled.
    ///
    /// @param campaign null for a reply
    record WaitUntil(Instant time, @Nullable String campaign) implements Fate {}
  }

  /// A message as it waits.
  static ProducerRecord<byte[], byte[]> of(DelayedSend delayed) {
    return record(Topics.DISPATCH_RETRY, delayed.message().tenant().value(), delayed);
  }

  /// A campaign's new state.
  static ProducerRecord<byte[], byte[]> of(Campaign campaign) {
    return record(Topics.CAMPAIGNS, campaign.key(), campaign);
  }

  /// What becomes of that record now. A cancelled campaign's goes back, too: the owner of the
  /// tenant's topic notes that it was skipped.
  Fate fate(ConsumerRecord<byte[], byte[]> record) {
    DelayedSend delayed;
    try {
      delayed =
          record.value() == null
              ? null
              : Topics.DISPATCH_RETRY
                  .values()
                  .deserializer()
                  .deserialize(record.topic(), record.value());
    } catch (SerializationException e) {
      return aside(record, Reason.UNREADABLE, String.valueOf(e.getMessage()));
    }
    if (delayed == null) {
      return aside(record, Reason.UNREADABLE, "the record has no value");
    }
    OutboundMessage message = delayed.message();
    if (tenants.find(message.tenant()).isEmpty()) {
      return aside(record, Reason.UNKNOWN_TENANT, "the tenant is not known");
    }
    boolean early = delayed.notBefore().isAfter(clock.instant());
    return switch (campaigns.standing(message)) {
      case SKIP -> new Fate.Leave(back(delayed));
      case WAIT -> early ? until(delayed) : new Fate.WaitFor(CampaignView.keyOf(message));
      case SEND -> early ? until(delayed) : new Fate.Leave(back(delayed));
    };
  }

  private static Fate until(DelayedSend delayed) {
    OutboundMessage message = delayed.message();
    String campaign = message.campaign() == null ? null : CampaignView.keyOf(message);
    return new Fate.WaitUntil(delayed.notBefore(), campaign);
  }

  private static ProducerRecord<byte[], byte[]> back(DelayedSend delayed) {
    OutboundMessage message = delayed.message();
    ProducerRecord<byte[], byte[]> back =
        message.campaign() == null
            ? record(Topics.REPLIES_OF.of(message.tenant()), message.conversation().key(), message)
            : record(Topics.CAMPAIGN_OF.of(message.tenant()), message.recipient().value(), message);
    ReturnHeaders.of(delayed).addTo(back.headers());
    return back;
  }

  private static Fate aside(ConsumerRecord<byte[], byte[]> record, Reason reason, String why) {
    return new Fate.Leave(DeadLetters.of(tenantOf(record), record, new Unusable(reason, why)));
  }

  private static String tenantOf(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] key = record.key();
    return Optional.ofNullable(key)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .filter(TenantId::isLegal)
        .orElse(TenantId.UNKNOWN);
  }

  private static <V> ProducerRecord<byte[], byte[]> record(
      Topic<String, V> topic, String key, V value) {
    return new ProducerRecord<>(
        topic.name(),
        topic.keys().serializer().serialize(topic.name(), key),
        topic.values().serializer().serialize(topic.name(), value));
  }
}
