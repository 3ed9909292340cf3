package dev.sluice.inbox;

import dev.sluice.schemas.Retention;
import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the inbox's topics on a thread of its own: database first, offsets after, so that a crash
/// between the two brings records again and never loses one.
///
/// While the database is away the partitions are paused, the records in hand are tried again for as
/// long as it takes, and the group membership is kept by polling. What goes wrong in Kafka itself
/// starts the consumer anew from the last committed offsets.
final class InboxConsumer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(InboxConsumer.class);

  /// How long an empty poll waits; [#close] interrupts it.
  private static final Duration POLL = Duration.ofSeconds(1);

  /// The first pause while the database is away; doubles to the longest. A poll each, so far below
  /// the five minutes after which the group would give the partitions to somebody else.
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /// The pause before a consumer that failed is opened again.
  private static final Duration REOPEN = Duration.ofSeconds(1);

  /// Leaving the group takes one request.
  private static final Duration LEAVE = Duration.ofSeconds(2);

  /// A statement that is under way when the service closes may run into its limit of 15 s.
  private static final Duration JOIN = Duration.ofSeconds(20);

  /// A turn of one partition, in bytes: some 200 messages, so that a tenant's backlog does not keep
  /// the others' new messages waiting. A larger record still comes, alone.
  private static final int PARTITION_BYTES = 256 * 1024;

  /// What a fetch may hold in memory: sixteen partitions' turns and one record of the largest size.
  private static final int FETCH_BYTES = 16 * PARTITION_BYTES + Retention.MESSAGE_BYTES_MAX;

  private final Map<String, Object> kafka;
  private final BatchWriter writer;
  private final Closing closing = new Closing();
  private final Thread thread;
  private volatile boolean stalled;
  private volatile boolean joined;
  private volatile @Nullable Consumer<byte[], byte[]> open;

  InboxConsumer(InboxSettings settings, Map<String, Object> connection, BatchWriter writer) {
    this.kafka = kafkaSettings(settings, connection);
    this.writer = writer;
    this.thread = Thread.ofPlatform().name("inbox-consumer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Whether it is a member of its group, runs, and the database took the last batch.
  boolean ready() {
    return thread.isAlive() && joined && !stalled;
  }

  /// Ends after the batch under way; what is not committed then comes again to the next.
  @Override
  public void close() {
    closing.begin();
    Consumer<byte[], byte[]> current = open;
    if (current != null) {
      current.wakeup();
    }
    try {
      if (!thread.join(JOIN)) {
        log.atWarn().addKeyValue("reason", "still writing").log("the inbox consumer did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closing.hasBegun()) {
      try {
        consume();
      } catch (WakeupException e) {
        log.atDebug().log("woken to close");
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("the inbox consumer failed and starts anew");
        closing.await(REOPEN);
      } finally {
        joined = false;
      }
    }
  }

  private void consume() {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    open = consumer;
    try {
      consumer.subscribe(
          List.of(Topics.INBOX.name(), Topics.STATUSES.name(), Topics.DISPATCH_RESULTS.name()),
          new Assignment(consumer));
      while (!closing.hasBegun()) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        joined = joined || isMember(consumer);
        if (!polled.isEmpty()) {
          storeThenCommit(consumer, polled);
        }
      }
    } finally {
      open = null;
      consumer.close(CloseOptions.timeout(LEAVE));
    }
  }

  /// A member without partitions, because others have them all, is one too.
  private static boolean isMember(Consumer<byte[], byte[]> consumer) {
    return consumer.groupMetadata().generationId() > 0;
  }

  private void storeThenCommit(
      Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> polled) {
    List<Received> remaining = read(polled);
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>(polled.nextOffsets());
    Duration pause = FIRST_PAUSE;
    remaining = writer.write(remaining);
    while (!remaining.isEmpty()) {
      stalled = true;
      if (closing.hasBegun()) {
        return;
      }
      consumer.pause(consumer.assignment());
      ConsumerRecords<byte[], byte[]> more = consumer.poll(pause);
      remaining.addAll(read(more));
      done.putAll(more.nextOffsets());
      pause = Backoff.next(pause, LONGEST_PAUSE);
      remaining = writer.write(remaining);
    }
    if (stalled) {
      stalled = false;
      consumer.resume(consumer.paused());
      log.atInfo().log("the database takes messages again");
    }
    commit(consumer, done);
  }

  private static List<Received> read(ConsumerRecords<byte[], byte[]> polled) {
    List<Received> records = new ArrayList<>(polled.count());
    for (ConsumerRecord<byte[], byte[]> origin : polled) {
      records.add(Received.read(origin));
    }
    return records;
  }

  /// A commit that comes too late, because the partitions have another owner, is no harm: that one
  /// reads the same records again and finds them stored.
  private static void commit(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> done) {
    done.keySet().retainAll(consumer.assignment());
    if (done.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(done);
    } catch (CommitFailedException | RebalanceInProgressException e) {
      log.atInfo().addKeyValue("reason", e.getClass().getSimpleName()).log("offsets not committed");
    }
  }

  /// Partitions that come while the database is away must wait like the others.
  private final class Assignment implements ConsumerRebalanceListener {

    private final Consumer<byte[], byte[]> consumer;

    Assignment(Consumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      joined = true;
      if (stalled) {
        consumer.pause(partitions);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      // nothing is held between polls but what an absent database has not taken; its next owner
      // reads that again
    }
  }

  private static Map<String, Object> kafkaSettings(
      InboxSettings settings, Map<String, Object> connection) {
    Map<String, Object> kafka = new HashMap<>(connection);
    kafka.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
    kafka.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
    kafka.put(ConsumerConfig.CLIENT_ID_CONFIG, "sluice-inbox");
    kafka.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    kafka.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    kafka.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batch());
    kafka.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_BYTES);
    kafka.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    return Map.copyOf(kafka);
  }
}
