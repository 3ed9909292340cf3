package dev.sluice.gateway;

import dev.sluice.schemas.Retention;
import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deliveries kept in Kafka, one idempotent producer for all of them.
///
/// The producer's own timeouts end with the deadline too: what the sender was told is not stored
/// should not linger in memory. What Kafka had received by then may still be stored.
final class KafkaWebhookLog implements WebhookLog {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaWebhookLog.class);

  /// The part of the deadline that `send()` may spend on waiting for metadata or buffer space. Both
  /// are there unless storage is in trouble or overloaded, and then an early refusal is kinder.
  private static final int BLOCK_PART = 4;

  /// Several dozen webhooks of the usual 1 KiB share one request when many arrive at once.
  private static final int BATCH_BYTES = 64 * 1024;

  /// The longest pause between attempts to connect, in milliseconds: a broker that is back is found
  /// within an eighth of the default deadline.
  private static final long RECONNECT_MAX_MILLIS = 250;

  /// Between attempts to reach a cluster that is not there yet.
  private static final Duration WARM_AGAIN = Duration.ofMillis(200);

  private final Producer<String, byte[]> producer;
  private final Duration deadline;
  private final Duration block;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean warm;

  /// What was last heard of storage, from an append or from the probe.
  private volatile boolean reachable = true;

  private volatile @Nullable StorageProbe probe;

  KafkaWebhookLog(Producer<String, byte[]> producer, Duration deadline) {
    this.producer = producer;
    this.deadline = deadline;
    this.block = deadline.dividedBy(BLOCK_PART);
  }

  /// Opens the producer and begins to fetch what it needs to know of the topics, in the background.
  static KafkaWebhookLog open(GatewaySettings settings, Map<String, Object> connection) {
    KafkaWebhookLog log =
        new KafkaWebhookLog(
            new KafkaProducer<>(
                producerSettings(settings, connection),
                Topics.WEBHOOKS.keys().serializer(),
                Topics.WEBHOOKS.values().serializer()),
            settings.deadline());
    Thread.ofVirtual().name("webhook-log-warm-up").start(log::warmUp);
    log.probe = StorageProbe.start(connection, log::heard);
    return log;
  }

  /// Not compressed: while few deliveries arrive each is a batch of its own, where compressing
  /// costs a 64 KiB block of memory to save some hundred bytes. A topic may be set to compress on
  /// the broker.
  static Map<String, Object> producerSettings(
      GatewaySettings settings, Map<String, Object> connection) {
    int deadlineMillis = (int) settings.deadline().toMillis();
    Map<String, Object> producer = new HashMap<>(connection);
    producer.put(ProducerConfig.ACKS_CONFIG, "all");
    producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    producer.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    producer.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    producer.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    producer.put(ProducerConfig.BUFFER_MEMORY_CONFIG, settings.bufferBytes());
    producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Retention.MESSAGE_BYTES_MAX);
    producer.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MAX_MILLIS);
    producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) deadlineMillis / BLOCK_PART);
    producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, deadlineMillis);
    producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deadlineMillis);
    return Map.copyOf(producer);
  }

  @Override
  public Append append(List<ProducerRecord<String, byte[]>> webhooks) {
    Append append = appendAll(webhooks, System.nanoTime() + deadline.toNanos());
    switch (append) {
      case Append.Done() -> heard(true);
      case Append.TooLarge() -> {} // says nothing about storage
      case Append.NotConfirmed ignored -> heard(false);
    }
    return append;
  }

  /// Hands all records over before it waits for any, so that they travel together.
  private Append appendAll(List<ProducerRecord<String, byte[]>> webhooks, long giveUpNanos) {
    try {
      List<Future<RecordMetadata>> pending = new ArrayList<>(webhooks.size());
      for (ProducerRecord<String, byte[]> webhook : webhooks) {
        // `send` may block; another one must not carry the answer beyond the deadline
        if (!pending.isEmpty() && giveUpNanos - System.nanoTime() < block.toNanos()) {
          return new Append.NotConfirmed(noAnswer());
        }
        pending.add(producer.send(webhook));
      }
      Append all = new Append.Done();
      for (Future<RecordMetadata> stored : pending) {
        switch (await(stored, giveUpNanos)) {
          case Append.Done() -> {} // and on to the next
          case Append.TooLarge tooLarge -> all = tooLarge;
          case Append.NotConfirmed notConfirmed -> {
            return notConfirmed;
          }
        }
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Append.NotConfirmed("interrupted");
    } catch (KafkaException | IllegalStateException e) {
      return failed(e);
    }
  }

  private Append await(Future<RecordMetadata> stored, long giveUpNanos)
      throws InterruptedException {
    try {
      stored.get(giveUpNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      return new Append.Done();
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (TimeoutException e) {
      return new Append.NotConfirmed(noAnswer());
    }
  }

  private String noAnswer() {
    return "no answer within " + deadline;
  }

  private static Append failed(@Nullable Throwable cause) {
    return cause instanceof RecordTooLargeException
        ? new Append.TooLarge()
        : new Append.NotConfirmed(String.valueOf(cause));
  }

  private void heard(boolean there) {
    if (reachable != there) {
      reachable = there;
    }
  }

  @Override
  public boolean ready() {
    return warm && reachable;
  }

  /// Gives appends under way the deadline to end.
  @Override
  public void close() {
    closed.countDown();
    StorageProbe started = probe;
    if (started != null) {
      started.close();
    }
    producer.close(deadline);
  }

  private void warmUp() {
    try {
      while (!warmedUp()) {
        if (closed.await(WARM_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      LOG.atInfo().addKeyValue("topic", Topics.WEBHOOKS).log("storage has answered");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean warmedUp() {
    try {
      warm =
          List.of(Topics.WEBHOOKS, Topics.WEBHOOKS_QUARANTINE).stream()
              .noneMatch(topic -> producer.partitionsFor(topic.name()).isEmpty());
    } catch (KafkaException | IllegalStateException e) {
      LOG.atDebug().addKeyValue("reason", e).log("storage does not answer yet");
    }
    return warm;
  }
}
