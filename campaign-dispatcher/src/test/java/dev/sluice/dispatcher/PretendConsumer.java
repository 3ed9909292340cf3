package dev.sluice.dispatcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Kafka's pretend consumer that also gives records again after a step back, and whose commits can
/// be looked at after it is closed.
final class PretendConsumer extends MockConsumer<byte[], byte[]> {

  private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
  private final Map<TopicPartition, OffsetAndMetadata> commits = new ConcurrentHashMap<>();

  private final AtomicInteger polls = new AtomicInteger();

  private volatile boolean refusesCommits;

  PretendConsumer() {
    super("earliest");
  }

  /// What was committed last, null if nothing was.
  @Nullable OffsetAndMetadata committed(TopicPartition id) {
    return commits.get(id);
  }

  /// Whether the broker takes no commits from now on.
  void refuseCommits(boolean refuses) {
    refusesCommits = refuses;
  }

  /// How often it was polled.
  int polls() {
    return polls.get();
  }

  @Override
  public synchronized ConsumerRecords<byte[], byte[]> poll(Duration limit) {
    polls.incrementAndGet();
    return super.poll(limit);
  }

  @Override
  public synchronized void addRecord(ConsumerRecord<byte[], byte[]> record) {
    log.add(record);
    super.addRecord(record);
  }

  @Override
  public synchronized void seek(TopicPartition id, long offset) {
    super.seek(id, offset);
    log.stream()
        .filter(it -> it.topic().equals(id.topic()) && it.offset() >= offset)
        .forEach(super::addRecord);
  }

  @Override
  public synchronized void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    if (refusesCommits) {
      callback.onComplete(offsets, new TimeoutException("pretended"));
      return;
    }
    commits.putAll(offsets);
    super.commitAsync(offsets, callback);
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration limit) {
    if (refusesCommits) {
      throw new TimeoutException("pretended");
    }
    commits.putAll(offsets);
    super.commitSync(offsets, limit);
  }
}
