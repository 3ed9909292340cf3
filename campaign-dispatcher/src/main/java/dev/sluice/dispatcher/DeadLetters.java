package dev.sluice.dispatcher;

import dev.sluice.dispatcher.Intake.Content.Unusable;
import dev.sluice.schemas.DeadLetterHeaders;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// How a record that cannot be sent is put aside: its bytes as they were, its own headers, and
/// where it came from and why it is there.
final class DeadLetters {

  private static final String STAGE = "dispatcher";

  private DeadLetters() {}

  static ProducerRecord<byte[], byte[]> of(
      TenantId tenant, ConsumerRecord<byte[], byte[]> original, Unusable unusable) {
    return of(tenant.value(), original, unusable);
  }

  /// The same for a record that need not be a tenant's.
  ///
  /// @param key a tenant's id, or `unknown`
  static ProducerRecord<byte[], byte[]> of(
      String key, ConsumerRecord<byte[], byte[]> original, Unusable unusable) {
    Headers headers = new RecordHeaders(original.headers().toArray());
    DeadLetterHeaders.put(
        headers,
        unusable.reason(),
        STAGE,
        unusable.why(),
        original.topic(),
        original.partition(),
        original.offset());
    String topic = Topics.DEAD_LETTERS.name();
    byte[] keyBytes = Topics.DEAD_LETTERS.keys().serializer().serialize(topic, key);
    return new ProducerRecord<>(topic, null, null, keyBytes, original.value(), headers);
  }
}
