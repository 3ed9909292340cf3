package dev.sluice.benchmarks.recovery;

import dev.sluice.schemas.Topics;
import dev.sluice.topology.TopologySettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/// What the broker knows of the topology's consumer group.
final class Group implements AutoCloseable {

  private final Admin admin;

  Group(Map<String, Object> connection) {
    this.admin = Admin.create(connection);
  }

  /// Webhooks of which the topology has not committed that it has read them.
  long unread() {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int partition = 0; partition < Topics.WEBHOOKS.partitions(); partition++) {
      latest.put(new TopicPartition(Topics.WEBHOOKS.name(), partition), OffsetSpec.latest());
    }
    Map<TopicPartition, OffsetAndMetadata> read =
        get(
            admin
                .listConsumerGroupOffsets(TopologySettings.APPLICATION_ID)
                .partitionsToOffsetAndMetadata());
    return get(admin.listOffsets(latest).all()).entrySet().stream()
        .mapToLong(end -> end.getValue().offset() - offset(read.get(end.getKey())))
        .sum();
  }

  /// The partitions an instance has, all of its threads together; none before it has joined.
  Set<Integer> partitionsOf(String instance) {
    return members().stream()
        .filter(member -> isThreadOf(instance, member))
        .flatMap(member -> member.assignment().topicPartitions().stream())
        .map(TopicPartition::partition)
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    admin.close();
  }

  private List<MemberDescription> members() {
    try {
      return get(admin.describeConsumerGroups(List.of(TopologySettings.APPLICATION_ID)).all())
          .values()
          .stream()
          .flatMap(group -> group.members().stream())
          .toList();
    } catch (GroupIdNotFoundException e) {
      return List.of();
    }
  }

  /// Kafka Streams numbers an instance's threads: `first-1`, `first-2`.
  private static boolean isThreadOf(String instance, MemberDescription member) {
    return member.groupInstanceId().filter(id -> id.startsWith(instance + "-")).isPresent();
  }

  private static long offset(@Nullable OffsetAndMetadata read) {
    return read == null ? 0 : read.offset();
  }

  private static <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException nobodyYet) {
        throw nobodyYet;
      }
      throw new IllegalStateException("the broker does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
