package dev.sluice.dispatcher;

import dev.sluice.dispatcher.Intake.Content.Unusable;
import dev.sluice.schemas.DeliveryOutcome;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a record becomes done: once its outcome, its parking or its dead letter is stored, never
/// before. Thread-safe.
///
/// Each method ends work that [OwnedPartition#begin] began, when the append is stored.
final class Endings {

  private static final Logger log = LoggerFactory.getLogger(Endings.class);

  private final DurableLog results;
  private final DispatcherMetrics metrics;

  Endings(DurableLog results, DispatcherMetrics metrics) {
    this.results = results;
    this.metrics = metrics;
  }

  /// Its fate is known.
  void conclude(Sending sending, DeliveryOutcome outcome) {
    results.append(
        Results.of(outcome),
        () -> {
          metrics.concluded(outcome);
          settle(sending);
        });
  }

  /// It waits elsewhere, with what it has come through.
  void park(Sending sending, Instant notBefore) {
    results.append(
        Parked.of(sending.parked(notBefore)),
        () -> {
          metrics.parked();
          settle(sending);
        });
  }

  private static void settle(Sending sending) {
    sending.partition().settle(sending.record().offset());
  }

  /// It cannot be sent at all.
  void bury(OwnedPartition partition, ConsumerRecord<byte[], byte[]> record, Unusable unusable) {
    results.append(
        DeadLetters.of(partition.tenant(), record, unusable),
        () -> {
          metrics.buried();
          if (partition.isFirstToBury()) {
            log.atWarn()
                .addKeyValue("tenant", partition.tenant())
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("reason", unusable.why())
                .log("record put aside as a dead letter; further ones are only counted");
          }
          partition.settle(record.offset());
        });
  }
}
