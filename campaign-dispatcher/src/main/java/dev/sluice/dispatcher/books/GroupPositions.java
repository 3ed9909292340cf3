package dev.sluice.dispatcher.books;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/// What the dispatchers' groups have committed. Thread-safe.
final class GroupPositions implements AutoCloseable {

  private static final String CLIENT_ID = "sluice-books";

  /// Nothing is waited for any more: what is under way is given up.
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Admin admin;
  private final String group;

  /// @param group of the dispatchers
  GroupPositions(Map<String, Object> connection, String group) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(AdminClientConfig.CLIENT_ID_CONFIG, CLIENT_ID);
    this.admin = Admin.create(settings);
    this.group = group;
  }

  /// How far a tenant's topic is worked off.
  Optional<OffsetAndMetadata> sent(TopicPartition partition, Deadline deadline) {
    return committed(group, partition, deadline);
  }

  /// The first parked message that was not moved on.
  Optional<OffsetAndMetadata> parked(TopicPartition partition, Deadline deadline) {
    return committed(group + "-parked", partition, deadline);
  }

  @Override
  public void close() {
    admin.close(CLOSE);
  }

  /// Only what no transaction under way can still change.
  private Optional<OffsetAndMetadata> committed(
      String of, TopicPartition partition, Deadline deadline) {
    Map<String, ListConsumerGroupOffsetsSpec> asked =
        Map.of(of, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition)));
    int millis = (int) Math.max(1, deadline.left().toMillis());
    ListConsumerGroupOffsetsOptions options =
        new ListConsumerGroupOffsetsOptions().requireStable(true).timeoutMs(millis);
    try {
      return Optional.ofNullable(
          admin
              .listConsumerGroupOffsets(asked, options)
              .partitionsToOffsetAndMetadata(of)
              .get(millis, TimeUnit.MILLISECONDS)
              .get(partition));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Optional.empty();
      }
      throw new BooksUnavailable("the positions of group '%s' cannot be read".formatted(of), e);
    } catch (TimeoutException e) {
      throw new BooksUnavailable("the positions of group '%s' cannot be read".formatted(of), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BooksUnavailable("interrupted while reading positions", e);
    }
  }
}
