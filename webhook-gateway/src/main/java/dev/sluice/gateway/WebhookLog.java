package dev.sluice.gateway;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Where deliveries are kept. Thread-safe.
interface WebhookLog extends AutoCloseable {

  /// Appends records and waits until all are safe or the deadline has passed. Never throws for what
  /// storage does.
  ///
  /// @param webhooks at least one, the parts of one delivery
  /// @return done only when all are; otherwise some of them may be stored
  Append append(List<ProducerRecord<String, byte[]>> webhooks);

  /// Whether the topics have been found, and storage answered when it was last heard of. Does not
  /// block.
  boolean ready();

  @Override
  void close();
}
