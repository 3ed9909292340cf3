package dev.sluice.benchmarks.recovery;

import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// What has been committed to the inbox, and when it could be read. A thread of its own reads, from
/// the beginning.
final class Outputs implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private static final List<TopicPartition> PARTITIONS =
      IntStream.range(0, Topics.INBOX.partitions())
          .mapToObj(partition -> new TopicPartition(Topics.INBOX.name(), partition))
          .toList();

  /// One item.
  ///
  /// @param atNanos this process's nano time when it could be read
  record Output(int partition, long offset, long atNanos, String tenant, int number) {}

  private final Map<String, Object> connection;
  private final List<Output> outputs = new ArrayList<>();
  private final Thread reader;
  private volatile boolean closing;

  private Outputs(Map<String, Object> connection) {
    this.connection = connection;
    this.reader = Thread.ofPlatform().daemon().name("outputs").unstarted(this::read);
  }

  static Outputs follow(Map<String, Object> connection) {
    Outputs outputs = new Outputs(connection);
    outputs.reader.start();
    return outputs;
  }

  List<Output> soFar() {
    synchronized (outputs) {
      return List.copyOf(outputs);
    }
  }

  int size() {
    synchronized (outputs) {
      return outputs.size();
    }
  }

  void awaitSize(int expected, Duration limit) {
    Waits.until(
        () -> size() >= expected, limit, () -> "output %d, but %d".formatted(expected, size()));
  }

  /// Where the partitions end now, what has not been committed included: what is read from there on
  /// has been written later.
  Map<Integer, Long> ends() {
    try (KafkaConsumer<String, InboxItem> consumer = consumer("read_uncommitted")) {
      Map<Integer, Long> ends = new HashMap<>();
      consumer.endOffsets(PARTITIONS).forEach((of, end) -> ends.put(of.partition(), end));
      return ends;
    }
  }

  /// For each partition when the first output beyond its end could be read; a partition without one
  /// is missing.
  Map<Integer, Long> firstBeyond(Map<Integer, Long> ends) {
    Map<Integer, Long> first = new HashMap<>();
    for (Output output : soFar()) {
      if (output.offset() >= ends.getOrDefault(output.partition(), 0L)) {
        first.putIfAbsent(output.partition(), output.atNanos());
      }
    }
    return first;
  }

  @Override
  public void close() {
    closing = true;
    try {
      reader.join(CLOSE_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (KafkaConsumer<String, InboxItem> consumer = consumer("read_committed")) {
      consumer.assign(PARTITIONS);
      consumer.seekToBeginning(PARTITIONS);
      while (!closing) {
        for (ConsumerRecord<String, InboxItem> item : consumer.poll(POLL)) {
          add(item);
        }
      }
    }
  }

  private void add(ConsumerRecord<String, InboxItem> item) {
    String id = item.value().message().messageId();
    Output output =
        new Output(
            item.partition(),
            item.offset(),
            System.nanoTime(),
            item.key(),
            Integer.parseInt(id.substring(Feed.ID.length())));
    synchronized (outputs) {
      outputs.add(output);
    }
  }

  private KafkaConsumer<String, InboxItem> consumer(String isolation) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(
        settings, Topics.INBOX.keys().deserializer(), Topics.INBOX.values().deserializer());
  }
}
