package dev.sluice.dispatcher;

import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.Topics;
import org.apache.kafka.clients.producer.ProducerRecord;

/// The form of an outcome in the topic of results.
final class Results {

  private Results() {}

  static ProducerRecord<byte[], byte[]> of(DeliveryOutcome outcome) {
    String topic = Topics.DISPATCH_RESULTS.name();
    String tenant = outcome.delivery().tenant().value();
    return new ProducerRecord<>(
        topic,
        Topics.DISPATCH_RESULTS.keys().serializer().serialize(topic, tenant),
        Topics.DISPATCH_RESULTS.values().serializer().serialize(topic, outcome));
  }
}
