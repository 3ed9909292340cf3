package dev.sluice.dispatcher;

import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the topic `statuses` for what it says about messages in doubt.
///
/// Every dispatcher reads all of it, for a tenant can become its at any time: some 300 bytes for
/// each of about three statuses a message. Begins with what is appended from its start on, and goes
/// back in time when somebody asks. No group, no commits. One thread.
final class StatusFollower implements Doubts.Statuses, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StatusFollower.class);

  /// The longest a poll waits for news; it returns at once when there are any.
  private static final Duration POLL = Duration.ofMillis(100);

  /// For positions and ends; the next pass tries again.
  private static final Duration ASK_LIMIT = Duration.ofSeconds(5);

  /// After a failure.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// No group and no commits, so closing has nothing to wait for but open sockets.
  private static final Duration CLOSE_CONSUMER = Duration.ofSeconds(1);

  private static final Duration CLOSE = ASK_LIMIT.plus(CLOSE_CONSUMER);

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final Echoes echoes;
  private final Consumer<ProviderStatus> news;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /// The first offset of each partition that has never been read.
  private final Map<TopicPartition, Long> unread = new HashMap<>();

  /// How far to read until everything wanted is known.
  private Map<TopicPartition, Long> goal = Map.of();

  private @Nullable Instant wanted;
  private boolean reading = true;

  /// @param consumer closed by this follower
  /// @param news told of each status once, in order, those it goes back for left out
  StatusFollower(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      Echoes echoes,
      Consumer<ProviderStatus> news) {
    this.consumer = consumer;
    this.echoes = echoes;
    this.news = news;
    this.thread = Thread.ofPlatform().daemon().name("status-follower").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Asks for everything appended since then. Any thread; see [#isComplete].
  @Override
  public synchronized void lookBack(Instant since) {
    if (since.isBefore(echoes.completeSince()) && (wanted == null || since.isBefore(wanted))) {
      wanted = since;
      reading = true;
    }
  }

  /// Whether everything that was asked for has been read.
  @Override
  public synchronized boolean isComplete() {
    return !reading;
  }

  /// Stops reading. Returns within 6 s.
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        try {
          pass();
        } catch (KafkaException failure) {
          rest(failure.toString());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_CONSUMER));
    }
  }

  private void pass() throws InterruptedException {
    if (unread.isEmpty() && !begin()) {
      rest("the topic does not exist");
      return;
    }
    goBack();
    consumer.poll(POLL).forEach(this::take);
    noteProgress();
  }

  /// From the end of each partition on.
  ///
  /// @return whether there is anything to follow
  private boolean begin() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.STATUSES.name(), ASK_LIMIT).stream()
            .map(it -> new TopicPartition(it.topic(), it.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ASK_LIMIT);
    ends.forEach(consumer::seek);
    goal = ends;
    unread.putAll(ends);
    return !partitions.isEmpty();
  }

  private void goBack() {
    Instant since = taken();
    if (since == null) {
      return;
    }
    try {
      Map<TopicPartition, Long> ends = consumer.endOffsets(unread.keySet(), ASK_LIMIT);
      Map<TopicPartition, Long> times =
          unread.keySet().stream()
              .collect(Collectors.toMap(Function.identity(), id -> since.toEpochMilli()));
      Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, ASK_LIMIT);
      for (TopicPartition id : unread.keySet()) {
        OffsetAndTimestamp from = found.get(id);
        if (from != null && from.offset() < consumer.position(id, ASK_LIMIT)) {
          consumer.seek(id, from.offset());
        }
      }
      goal = ends;
      echoes.completeFrom(since);
    } catch (KafkaException failure) {
      lookBack(since);
      throw failure;
    }
  }

  private synchronized @Nullable Instant taken() {
    Instant since = wanted;
    wanted = null;
    return since;
  }

  private synchronized void noteProgress() {
    reading =
        wanted != null
            || goal.entrySet().stream()
                .anyMatch(it -> consumer.position(it.getKey(), ASK_LIMIT) < it.getValue());
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition id = new TopicPartition(record.topic(), record.partition());
    boolean isNew = record.offset() >= unread.getOrDefault(id, 0L);
    if (isNew) {
      unread.put(id, record.offset() + 1);
    }
    ProviderStatus status;
    try {
      status = Topics.STATUSES.values().deserializer().deserialize(record.topic(), record.value());
    } catch (SerializationException unreadable) {
      log.atDebug()
          .addKeyValue("topic", record.topic())
          .addKeyValue("reason", unreadable.toString())
          .log("status cannot be read and says nothing");
      return;
    }
    if (status != null) {
      echoes.note(status, Instant.ofEpochMilli(record.timestamp()));
      if (isNew) {
        news.accept(status);
      }
    }
  }

  private void rest(String reason) throws InterruptedException {
    log.atWarn()
        .addKeyValue("topic", Topics.STATUSES)
        .addKeyValue("reason", reason)
        .log("statuses cannot be read for the moment");
    boolean closing = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    log.atDebug().addKeyValue("closing", closing).log("reading again");
  }
}
