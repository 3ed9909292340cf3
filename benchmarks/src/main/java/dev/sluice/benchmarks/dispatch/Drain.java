package dev.sluice.benchmarks.dispatch;

import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.dispatcher.DispatcherSettings;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// What the broker knows of the dispatchers' group.
final class Drain implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(200);

  private final Admin admin;
  private final String group = DispatcherSettings.DEFAULT.group();

  Drain(Ground ground) {
    this.admin = Admin.create(ground.connection());
  }

  /// Waits until everything in these topics is done and committed.
  ///
  /// @throws IllegalStateException when it is not in time
  void await(List<Topic<String, OutboundMessage>> topics, Duration limit) {
    Waits.until(
        () -> {
          Waits.pass(LOOK);
          return undone(topics) == 0;
        },
        limit,
        () -> "the end of %d topics, but %d messages".formatted(topics.size(), undone(topics)));
  }

  /// Partitions that members of the group have.
  long assigned() {
    return get(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
        .flatMap(described -> described.members().stream())
        .mapToLong(member -> member.assignment().topicPartitions().size())
        .sum();
  }

  private long undone(List<Topic<String, OutboundMessage>> topics) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (Topic<String, OutboundMessage> topic : topics) {
      latest.put(new TopicPartition(topic.name(), 0), OffsetSpec.latest());
    }
    Map<TopicPartition, OffsetAndMetadata> done =
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    return get(admin.listOffsets(latest).all()).entrySet().stream()
        .mapToLong(
            end -> {
              OffsetAndMetadata committed = done.get(end.getKey());
              return end.getValue().offset() - (committed == null ? 0 : committed.offset());
            })
        .sum();
  }

  @Override
  public void close() {
    admin.close();
  }

  private static <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
