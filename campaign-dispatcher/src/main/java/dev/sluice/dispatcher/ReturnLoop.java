package dev.sluice.dispatcher;

import dev.sluice.dispatcher.Parked.Fate;
import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Returns parked messages to their tenants' topics when they need not wait any longer.
///
/// Each message is moved exactly once: what is appended and how far was read is one transaction.
/// The one thread of a consumer group of its own, so that sending never waits for it; it sends
/// nothing itself, which leaves each tenant with one owner.
final class ReturnLoop implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(ReturnLoop.class);

  /// The longest time until a campaign that was resumed is noticed.
  private static final Duration POLL = Duration.ofMillis(200);

  /// For positions and ends; the next pass tries again.
  private static final Duration ASK_LIMIT = Duration.ofSeconds(5);

  /// After a failure, before everything is read again from what is committed.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// For what a failed producer still holds: nothing of it counts.
  private static final Duration ABANDON = Duration.ZERO;

  private final Consumer<byte[], byte[]> consumer;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final Parked parked;
  private final CampaignView campaigns;
  private final InstantSource clock;
  private final Set<TopicPartition> unopened = new HashSet<>();
  private final Map<TopicPartition, ParkedPartition> open = new HashMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Producer<byte[], byte[]> producer;

  /// @param consumer closed by this loop
  /// @param producers makes a transactional one, always of the same transactional id
  ReturnLoop(
      Consumer<byte[], byte[]> consumer,
      Supplier<Producer<byte[], byte[]>> producers,
      Parked parked,
      CampaignView campaigns,
      InstantSource clock) {
    this.consumer = consumer;
    this.producers = producers;
    this.parked = parked;
    this.campaigns = campaigns;
    this.clock = clock;
  }

  /// Asks the loop to end. Any thread.
  void stop() {
    stopping.countDown();
  }

  @Override
  public void run() {
    try (consumer) {
      consumer.subscribe(List.of(Topics.DISPATCH_RETRY.name()), new Assignment());
      while (stopping.getCount() > 0) {
        try {
          pass();
        } catch (RuntimeException failure) {
          startOver(failure);
        }
      }
    } finally {
      abandonProducer();
    }
  }

  private void pass() {
    openAssigned();
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    for (TopicPartition id : records.partitions()) {
      ParkedPartition partition = open.get(id);
      if (partition != null) {
        handle(id, partition, records.records(id));
      }
    }
    open.forEach(this::turn);
  }

  /// Reads from what is committed. The producer comes first: it settles what an earlier one of its
  /// id has left behind.
  private void openAssigned() {
    if (unopened.isEmpty()) {
      return;
    }
    Producer<byte[], byte[]> _ = transactions();
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(unopened, ASK_LIMIT);
    Map<TopicPartition, Long> first = consumer.beginningOffsets(unopened, ASK_LIMIT);
    for (TopicPartition id : List.copyOf(unopened)) {
      OffsetAndMetadata position = committed.get(id);
      long oldest = first.getOrDefault(id, 0L);
      long from = position == null ? oldest : Math.max(oldest, position.offset());
      consumer.seek(id, from);
      open.put(id, new ParkedPartition(from));
      unopened.remove(id);
    }
  }

  private void handle(
      TopicPartition id, ParkedPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    if (partition.isMoving()) {
      long end = partition.lapEnd();
      List<ConsumerRecord<byte[], byte[]>> ofLap =
          records.stream().filter(record -> record.offset() < end).toList();
      move(id, partition, ofLap);
      if (ofLap.size() < records.size()) {
        consumer.seek(id, end);
      }
    } else {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        partition.saw(parked.fate(record), Instant.ofEpochMilli(record.timestamp()));
      }
    }
  }

  private void move(
      TopicPartition id, ParkedPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    if (records.isEmpty()) {
      return;
    }
    long next = records.getLast().offset() + 1;
    Producer<byte[], byte[]> transactions = transactions();
    transactions.beginTransaction();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Future<RecordMetadata> _ = transactions.send(moved(record));
    }
    transactions.sendOffsetsToTransaction(
        Map.of(id, new OffsetAndMetadata(next)), consumer.groupMetadata());
    transactions.commitTransaction();
    partition.movedUpTo(next);
  }

  private Producer<byte[], byte[]> transactions() {
    Producer<byte[], byte[]> made = producer;
    if (made == null) {
      made = producers.get();
      producer = made;
      made.initTransactions();
    }
    return made;
  }

  private ProducerRecord<byte[], byte[]> moved(ConsumerRecord<byte[], byte[]> record) {
    return switch (parked.fate(record)) {
      case Fate.Leave(ProducerRecord<byte[], byte[]> elsewhere) -> elsewhere;
      case Fate.WaitFor _, Fate.WaitUntil _ ->
          new ProducerRecord<>(
              record.topic(), record.partition(), record.key(), record.value(), record.headers());
    };
  }

  private void turn(TopicPartition id, ParkedPartition partition) {
    Instant now = clock.instant();
    if (partition.isMoving()) {
      partition.readUpTo(consumer.position(id, ASK_LIMIT), now);
    } else if (partition.wantsLap(campaigns, now)) {
      long end = consumer.endOffsets(Set.of(id), ASK_LIMIT).getOrDefault(id, partition.from());
      consumer.seek(id, partition.from());
      partition.beginLap(end, now);
    }
  }

  private void startOver(RuntimeException failure) {
    log.atWarn()
        .addKeyValue("topic", Topics.DISPATCH_RETRY)
        .addKeyValue("reason", failure.toString())
        .log("parked messages cannot be returned for the moment");
    abandonProducer();
    unopened.addAll(open.keySet());
    open.clear();
    try {
      if (stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.atDebug().log("closing instead of reading again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  private void abandonProducer() {
    if (producer != null) {
      producer.close(ABANDON);
      producer = null;
    }
  }

  /// Between passes nothing is under way, so a partition can leave at any time.
  private final class Assignment implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      unopened.addAll(assigned);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      unopened.removeAll(revoked);
      revoked.forEach(open::remove);
    }
  }
}
