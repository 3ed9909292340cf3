package dev.sluice.dispatcher.books;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// Reads stretches of topics, only what is committed, without a group. One thread at a time.
///
/// Methods end with [BooksUnavailable] when a topic does not exist or the deadline has passed.
final class FactLog implements AutoCloseable {

  /// Between the clocks of whoever started a campaign and of the dispatchers: a clock that is set
  /// over the network is off by far less.
  static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

  private static final Duration POLL = Duration.ofMillis(100);

  /// No group and no commits, so closing has nothing to wait for but open sockets.
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;

  /// @param consumer without a group; closed with this
  FactLog(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /// What is done with a record.
  interface Sink {
    void take(ConsumerRecord<byte[], byte[]> record);
  }

  /// From when on the outcomes of a campaign have to be read; the beginning when it has no plan.
  static Instant beginOf(Campaign campaign) {
    CampaignPlan plan = campaign.plan();
    return plan == null ? Instant.EPOCH : plan.createdAt().minus(CLOCK_MARGIN);
  }

  /// The value of a record; empty when it has none or cannot be read: it says nothing about any
  /// message then.
  static <V> Optional<V> valueOf(Topic<?, V> topic, ConsumerRecord<byte[], byte[]> record) {
    try {
      @Nullable V value = topic.values().deserializer().deserialize(topic.name(), record.value());
      return Optional.ofNullable(value);
    } catch (SerializationException unreadable) {
      return Optional.empty();
    }
  }

  static boolean isOf(TenantId tenant, ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] key = record.key();
    return key != null && tenant.value().equals(new String(key, StandardCharsets.UTF_8));
  }

  /// The partition that Kafka's own partitioner gives a tenant's records.
  static int partitionOf(TenantId tenant, int partitions) {
    return BuiltInPartitioner.partitionForKey(
        tenant.value().getBytes(StandardCharsets.UTF_8), partitions);
  }

  /// The partition of a topic keyed by tenant that holds a tenant's records.
  TopicPartition partitionOf(Topic<String, ?> topic, TenantId tenant, Deadline deadline) {
    return new TopicPartition(
        topic.name(), partitionOf(tenant, partitionsOf(topic, deadline).size()));
  }

  Set<TopicPartition> partitionsOf(Topic<?, ?> topic, Deadline deadline) {
    Set<TopicPartition> partitions =
        consumer.partitionsFor(topic.name(), deadline.left()).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .collect(Collectors.toSet());
    if (partitions.isEmpty()) {
      throw new BooksUnavailable("topic '%s' does not exist".formatted(topic), null);
    }
    return partitions;
  }

  boolean exists(Topic<?, ?> topic, Deadline deadline) {
    return !consumer.partitionsFor(topic.name(), deadline.left()).isEmpty();
  }

  /// The first record of each partition that is not older than `since`, or its end.
  Map<TopicPartition, Long> offsetsAt(
      Set<TopicPartition> partitions, Instant since, Deadline deadline) {
    return offsetsAt(
        partitions.stream().collect(Collectors.toMap(it -> it, it -> since)), deadline);
  }

  /// The same with a time for each.
  Map<TopicPartition, Long> offsetsAt(Map<TopicPartition, Instant> since, Deadline deadline) {
    Map<TopicPartition, Long> times = new HashMap<>();
    since.forEach((partition, time) -> times.put(partition, time.toEpochMilli()));
    Map<TopicPartition, Long> offsets = ends(since.keySet(), deadline);
    Map<TopicPartition, OffsetAndTimestamp> found =
        consumer.offsetsForTimes(times, deadline.left());
    for (TopicPartition partition : since.keySet()) {
      OffsetAndTimestamp offset = found.get(partition);
      if (offset != null) {
        offsets.merge(partition, offset.offset(), Math::min);
      }
    }
    return offsets;
  }

  /// The first record of each partition that is still there.
  Map<TopicPartition, Long> beginnings(Set<TopicPartition> partitions, Deadline deadline) {
    return consumer.beginningOffsets(partitions, deadline.left());
  }

  long beginning(TopicPartition partition, Deadline deadline) {
    return beginnings(Set.of(partition), deadline).getOrDefault(partition, 0L);
  }

  /// The end of what is committed.
  Map<TopicPartition, Long> ends(Set<TopicPartition> partitions, Deadline deadline) {
    return new HashMap<>(consumer.endOffsets(partitions, deadline.left()));
  }

  long end(TopicPartition partition, Deadline deadline) {
    return ends(Set.of(partition), deadline).getOrDefault(partition, 0L);
  }

  /// Reads to the end as it is now, or a little further.
  ///
  /// @return from where to read on
  Map<TopicPartition, Long> readOn(Map<TopicPartition, Long> from, Deadline deadline, Sink sink) {
    Map<TopicPartition, Long> ends = ends(from.keySet(), deadline);
    begin(from);
    while (!isAt(ends, deadline)) {
      failIfPast(deadline, ends);
      consumer.poll(POLL).forEach(sink::take);
    }
    Map<TopicPartition, Long> positions = new HashMap<>();
    from.keySet().forEach(it -> positions.put(it, consumer.position(it, deadline.left())));
    return positions;
  }

  /// Whether a record before the end as it is now is `wanted`, or might be: there are more than
  /// `limit` to be looked at, or the deadline passes.
  boolean mayHold(
      TopicPartition partition,
      long from,
      int limit,
      Deadline deadline,
      Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    Map<TopicPartition, Long> ends = ends(Set.of(partition), deadline);
    begin(Map.of(partition, from));
    int seen = 0;
    while (!isAt(ends, deadline)) {
      List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(partition);
      seen += records.size();
      if (seen > limit || deadline.isPast() || records.stream().anyMatch(wanted)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE));
  }

  private void begin(Map<TopicPartition, Long> from) {
    consumer.assign(from.keySet());
    from.forEach(consumer::seek);
  }

  private boolean isAt(Map<TopicPartition, Long> ends, Deadline deadline) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), deadline.left()) >= end.getValue());
  }

  private static void failIfPast(Deadline deadline, Map<TopicPartition, Long> ends) {
    if (deadline.isPast()) {
      throw new BooksUnavailable("%s could not be read in time".formatted(ends.keySet()), null);
    }
  }
}
