package dev.sluice.dispatcher;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Appends records and says when each is stored on every replica that counts.
///
/// It never gives up: an append that fails is tried again until it succeeds or the log is closed.
/// How many wait is bounded by what the callers have in hand, see [PartitionPause]. Thread-safe.
final class DurableLog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DurableLog.class);

  /// Between two tries. The producer itself has tried for two minutes before the first.
  static final Duration PAUSE = Duration.ofSeconds(1);

  /// What is buffered when the log is closed: one request's time.
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;
  private final CountDownLatch closed = new CountDownLatch(1);

  /// @param producer with `acks=all`; closed with this log
  DurableLog(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /// Appends a record; blocks while the producer's buffer is full or the topic's leader unknown.
  ///
  /// @param stored run once the record is stored, on any thread; must not block. Never run when the
  ///   log is closed before
  void append(ProducerRecord<byte[], byte[]> record, Runnable stored) {
    try {
      Future<RecordMetadata> _ =
          producer.send(record, (metadata, failure) -> answered(record, stored, failure));
    } catch (KafkaException | IllegalStateException failure) {
      answered(record, stored, failure);
    }
  }

  private void answered(
      ProducerRecord<byte[], byte[]> record, Runnable stored, @Nullable Exception failure) {
    if (failure == null) {
      stored.run();
    } else if (closed.getCount() > 0) {
      log.atWarn()
          .addKeyValue("topic", record.topic())
          .addKeyValue("reason", failure.toString())
          .log("append failed, it will be tried again until it succeeds");
      Thread.ofVirtual().name("durable-log").start(() -> keepTrying(record, stored));
    }
  }

  private void keepTrying(ProducerRecord<byte[], byte[]> record, Runnable stored) {
    try {
      while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        if (isStored(record)) {
          stored.run();
          return;
        }
      }
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isStored(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
    try {
      producer.send(record).get();
      return true;
    } catch (ExecutionException | KafkaException | IllegalStateException failure) {
      log.atDebug()
          .addKeyValue("topic", record.topic())
          .setCause(failure)
          .log("append failed again");
      return false;
    }
  }

  /// Waits up to 5 s for what is under way, and ends the tries of the rest.
  @Override
  public void close() {
    closed.countDown();
    producer.close(CLOSE_LIMIT);
  }
}
