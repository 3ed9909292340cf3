package dev.sluice.inbox;

import dev.sluice.schemas.DeadLetterHeaders.Reason;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// A record of one of the inbox's topics, read or found unreadable.
sealed interface Received {

  /// The record as the topic holds it.
  ConsumerRecord<byte[], byte[]> origin();

  /// A record that can be written.
  sealed interface Writable extends Received {
    TenantId tenant();
  }

  /// A customer's message.
  ///
  /// @param id the channel's own, or [#surrogate]
  record Message(ConsumerRecord<byte[], byte[]> origin, InboxItem item, String id)
      implements Writable {
    @Override
    public TenantId tenant() {
      return item.message().tenant();
    }
  }

  /// What became of a message sent out.
  record Outcome(ConsumerRecord<byte[], byte[]> origin, DeliveryOutcome outcome)
      implements Writable {
    @Override
    public TenantId tenant() {
      return outcome.delivery().tenant();
    }
  }

  /// What a provider reported.
  record Status(ConsumerRecord<byte[], byte[]> origin, ProviderStatus status) implements Writable {
    @Override
    public TenantId tenant() {
      return status.tenant();
    }
  }

  /// A record nobody can read: for the dead letters.
  ///
  /// @param why in our words
  record Unreadable(ConsumerRecord<byte[], byte[]> origin, Reason reason, String why)
      implements Received {}

  /// Reads a record by the topic it is from. Never throws for what the record holds.
  static Received read(ConsumerRecord<byte[], byte[]> origin) {
    try {
      if (origin.topic().equals(Topics.INBOX.name())) {
        return message(origin, value(Topics.INBOX, origin));
      }
      if (origin.topic().equals(Topics.STATUSES.name())) {
        return status(origin, value(Topics.STATUSES, origin));
      }
      return outcome(origin, value(Topics.DISPATCH_RESULTS, origin));
    } catch (SerializationException e) {
      return new Unreadable(origin, Reason.UNREADABLE, String.valueOf(e.getMessage()));
    }
  }

  /// The id of a message to which the channel gave none: its place in the topic, which a redelivery
  /// shares and no other message has. The time keeps it unique when the topic is created anew.
  static String surrogate(ConsumerRecord<byte[], byte[]> origin, InboxItem item) {
    return "position:%s-%d-%d@%d"
        .formatted(origin.topic(), origin.partition(), origin.offset(), item.stages().received());
  }

  private static <V> @Nullable V value(
      Topic<String, V> topic, ConsumerRecord<byte[], byte[]> origin) {
    return topic.values().deserializer().deserialize(topic.name(), origin.value());
  }

  private static Received message(ConsumerRecord<byte[], byte[]> origin, @Nullable InboxItem item) {
    if (item == null) {
      return incomplete(origin, "no value");
    }
    String id = item.message().messageId();
    return new Message(origin, item, id.isEmpty() ? surrogate(origin, item) : id);
  }

  private static Received outcome(
      ConsumerRecord<byte[], byte[]> origin, @Nullable DeliveryOutcome outcome) {
    if (outcome == null) {
      return incomplete(origin, "no value");
    }
    return new Outcome(origin, outcome);
  }

  private static Received status(
      ConsumerRecord<byte[], byte[]> origin, @Nullable ProviderStatus status) {
    if (status == null) {
      return incomplete(origin, "no value");
    }
    if (!LatestStatus.isOfSomething(status)) {
      return incomplete(origin, "neither providerMessageId nor correlation nor recipient");
    }
    return new Status(origin, status);
  }

  private static Unreadable incomplete(ConsumerRecord<byte[], byte[]> origin, String why) {
    return new Unreadable(origin, Reason.INCOMPLETE, why);
  }
}
