package dev.sluice.gateway;

import org.apache.kafka.clients.producer.ProducerRecord;

/// Where deliveries are kept. Thread-safe.
interface WebhookLog extends AutoCloseable {

  /// Appends a record and waits until it is safe or the deadline has passed. Never throws for what
  /// storage does.
  Append append(ProducerRecord<String, byte[]> webhook);

  /// Whether storage has answered since the log was opened. Does not block.
  boolean ready();

  @Override
  void close();
}
