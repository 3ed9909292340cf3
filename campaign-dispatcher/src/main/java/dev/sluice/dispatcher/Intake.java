package dev.sluice.dispatcher;

import dev.sluice.schemas.DeadLetterHeaders.Reason;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.TopicFamily;
import dev.sluice.schemas.Topics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;

/// What the dispatcher reads: which topics, and what their records hold.
final class Intake {

  private static final List<TopicFamily<String, OutboundMessage>> FAMILIES =
      List.of(Topics.CAMPAIGN_OF, Topics.REPLIES_OF);

  /// Matches the topics of every tenant, in RE2's syntax: the broker resolves it.
  static final String PATTERN =
      FAMILIES.stream().map(TopicFamily::regex).collect(Collectors.joining(")|(", "(", ")"));

  private Intake() {}

  /// What a record holds.
  sealed interface Content {

    record Message(OutboundMessage message) implements Content {}

    /// Nothing that can be sent, for a reason in our own words.
    record Unusable(Reason reason, String why) implements Content {}
  }

  /// Whose topic it is; empty when its name is none that we give.
  static Optional<TenantId> tenantOf(String topic) {
    return FAMILIES.stream().flatMap(family -> family.tenantOf(topic).stream()).findFirst();
  }

  static boolean isReplies(String topic) {
    return Topics.REPLIES_OF.tenantOf(topic).isPresent();
  }

  /// The partition of a tenant's campaigns when its replies are given, and the other way round.
  static TopicPartition otherOf(TenantId tenant, boolean replies) {
    TopicFamily<String, OutboundMessage> other = replies ? Topics.CAMPAIGN_OF : Topics.REPLIES_OF;
    return new TopicPartition(other.of(tenant).name(), 0);
  }

  /// Reads a record of a tenant's own topic.
  static Content read(TenantId owner, ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return new Content.Unusable(Reason.UNREADABLE, "the record has no value");
    }
    try {
      OutboundMessage message =
          (isReplies(record.topic()) ? Topics.REPLIES_OF : Topics.CAMPAIGN_OF)
              .values()
              .deserializer()
              .deserialize(record.topic(), record.value());
      return message != null && message.tenant().equals(owner)
          ? new Content.Message(message)
          : new Content.Unusable(Reason.UNREADABLE, "the message is not of the topic's tenant");
    } catch (SerializationException e) {
      return new Content.Unusable(Reason.UNREADABLE, String.valueOf(e.getMessage()));
    }
  }
}
