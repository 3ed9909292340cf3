package dev.sluice.dispatcher;

import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns the consumer: it reads, hands over, holds back and commits, and waits
/// for nobody but the broker.
///
/// Whatever happens to one record happens to its partition only: it is given back and read again.
/// Ends after [#stop], or when something fails that is no concern of a single partition; in both
/// cases with a drain and a last commit.
final class CampaignLoop implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(CampaignLoop.class);

  /// The longest time until a lane that has run low is noticed: at 80 a second, four messages.
  private static final Duration POLL = Duration.ofMillis(50);

  /// How long the loop rests after a look that brought nothing while a partition is paused. The
  /// client (4.3.1, consumer protocol) does not wait then: what it has fetched of a paused
  /// partition wakes it at once, and a loop that left the waiting to it would keep a core busy for
  /// as long as any tenant is held back. A tenth of the usual wait, for others are read meanwhile.
  private static final Duration REST = POLL.dividedBy(10);

  /// Before asking again a broker that refused, and before reading again a record given back.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final Ownership ownership;
  private final Commits commits;
  private final Sender sender;
  private final DispatcherMetrics metrics;
  private final ToIntFunction<TenantId> windowOf;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean joined;

  /// @param consumer closed by this loop
  /// @param windowOf requests a tenant may have in flight in the whole cluster
  /// @param windows kept by this loop
  CampaignLoop(
      Consumer<byte[], byte[]> consumer,
      DispatcherSettings settings,
      Sender sender,
      DispatcherMetrics metrics,
      ToIntFunction<TenantId> windowOf,
      TenantWindows windows,
      LaneControl lanes) {
    this.consumer = consumer;
    this.commits = new Commits(consumer, settings.commitInterval(), InstantSource.system());
    this.ownership = new Ownership(consumer, commits, settings.drainTimeout(), windows, lanes);
    this.sender = sender;
    this.metrics = metrics;
    this.windowOf = windowOf;
  }

  /// What the consumer's subscription must tell.
  ConsumerRebalanceListener listener() {
    return ownership;
  }

  /// Whether the loop runs and its group has taken it in.
  boolean isJoined() {
    return joined;
  }

  /// Asks the loop to end. Any thread.
  void stop() {
    stopping.countDown();
  }

  @Override
  public void run() {
    try (consumer) {
      while (stopping.getCount() > 0) {
        ownership.openAssigned();
        handOver(poll());
        ownership.partitions().forEach(this::holdBack);
        commits.ifDue(ownership.partitions());
        metrics.refresh();
      }
      ownership.endAll();
    } catch (RuntimeException | Error broken) {
      log.atError().setCause(broken).log("dispatcher stopped by a failure it cannot go on from");
      throw broken;
    } finally {
      joined = false;
    }
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    try {
      boolean paused = ownership.partitions().stream().anyMatch(OwnedPartition::isPaused);
      ConsumerRecords<byte[], byte[]> records = consumer.poll(paused ? Duration.ZERO : POLL);
      joined = consumer.groupMetadata().generationId() >= 0;
      if (paused && records.isEmpty()) {
        pause(REST);
      }
      return records;
    } catch (KafkaException refused) {
      joined = false;
      log.atError().setCause(refused).log("broker refused to be read from, it will be asked again");
      pause(PAUSE);
      return ConsumerRecords.empty();
    }
  }

  /// What was read is noted with the broker before any of it may be sent.
  private void handOver(ConsumerRecords<byte[], byte[]> records) {
    Map<OwnedPartition, List<ConsumerRecord<byte[], byte[]>>> taken = new HashMap<>();
    for (TopicPartition id : records.partitions()) {
      OwnedPartition partition = ownership.find(id);
      if (partition != null) {
        taken.put(partition, take(partition, records.records(id)));
      }
    }
    commits.note(taken.keySet());
    taken.forEach((partition, ofIt) -> ofIt.forEach(record -> handOver(partition, record)));
  }

  private static List<ConsumerRecord<byte[], byte[]>> take(
      OwnedPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().filter(record -> partition.take(record.offset())).toList();
  }

  private void handOver(OwnedPartition partition, ConsumerRecord<byte[], byte[]> record) {
    if (!partition.isNoted(record.offset())) {
      partition.giveBack(record.offset());
      return;
    }
    try {
      sender.submit(partition, record);
    } catch (RuntimeException failure) {
      partition.giveBack(record.offset());
      log.atError()
          .addKeyValue("tenant", partition.tenant())
          .addKeyValue("topic", record.topic())
          .setCause(failure)
          .log("record could not be handed over, it will be read again");
    }
  }

  private void holdBack(OwnedPartition partition) {
    partition
        .takeStepBack()
        .ifPresent(
            offset -> {
              consumer.seek(partition.id(), offset);
              partition.rest(PAUSE);
            });
    PartitionPause pause = PartitionPause.of(windowOf.applyAsInt(partition.tenant()));
    if (partition.turn(pause)) {
      Set<TopicPartition> id = Set.of(partition.id());
      if (partition.isPaused()) {
        consumer.pause(id);
      } else {
        consumer.resume(id);
      }
    }
  }

  private void pause(Duration time) {
    try {
      stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }
}
