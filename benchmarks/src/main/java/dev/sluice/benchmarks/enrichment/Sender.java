package dev.sluice.benchmarks.enrichment;

import dev.sluice.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;

/// Appends webhooks as the gateway does, each at its time whether or not earlier ones have arrived.
///
/// Thread-safe: plans may be played side by side.
final class Sender implements AutoCloseable {

  private final KafkaProducer<String, byte[]> producer;

  Sender(Map<String, Object> connection) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    this.producer =
        new KafkaProducer<>(
            settings, Topics.WEBHOOKS.keys().serializer(), Topics.WEBHOOKS.values().serializer());
    producer.partitionsFor(Topics.WEBHOOKS.name());
  }

  /// Sends every message at its time, counted from now; returns when the last has been appended.
  void play(List<Journey> journeys) {
    long start = System.nanoTime();
    for (Journey journey : journeys) {
      long due = start + journey.message().atNanos();
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      journey.sent(System.nanoTime());
      // What was refused never arrives, and is counted as lost.
      Future<RecordMetadata> unused =
          producer.send(
              journey.message().webhook(),
              (metadata, failure) -> {
                if (failure == null) {
                  journey.appended(System.nanoTime());
                }
              });
    }
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
