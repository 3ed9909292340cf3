package dev.sluice.dispatcher;

import dev.sluice.dispatcher.OffsetLedger.Position;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When and how positions are committed: what has changed, every so often, one commit at a time.
///
/// A commit that fails is logged and made up for by the next, as a position counts as committed
/// only when the broker has said so. Used by the thread that owns the consumer.
final class Commits {

  private static final Logger log = LoggerFactory.getLogger(Commits.class);

  /// For the last commit of a partition: ten times what a busy broker takes. Without it the next
  /// owner repeats what finished since the last one.
  private static final Duration LAST_COMMIT_LIMIT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final long intervalNanos;
  private long lastAt = System.nanoTime();
  private boolean unanswered;

  Commits(Consumer<byte[], byte[]> consumer, Duration interval) {
    this.consumer = consumer;
    this.intervalNanos = interval.toNanos();
  }

  /// Starts a commit of what has changed, if the interval is over and no other is under way.
  void ifDue(Collection<OwnedPartition> partitions) {
    long now = System.nanoTime();
    if (unanswered || now - lastAt < intervalNanos) {
      return;
    }
    lastAt = now;
    Map<OwnedPartition, Position> changed = changed(partitions);
    if (!changed.isEmpty()) {
      unanswered = true;
      consumer.commitAsync(offsets(changed), (offsets, failure) -> answered(changed, failure));
    }
  }

  /// Commits what has changed and waits for it, at most 5 s.
  void now(Collection<OwnedPartition> partitions) {
    Map<OwnedPartition, Position> changed = changed(partitions);
    if (changed.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(offsets(changed), LAST_COMMIT_LIMIT);
      changed.forEach(OwnedPartition::committed);
    } catch (KafkaException failure) {
      warn(changed, failure);
    }
  }

  private void answered(Map<OwnedPartition, Position> changed, @Nullable Exception failure) {
    unanswered = false;
    if (failure == null) {
      changed.forEach(OwnedPartition::committed);
    } else {
      warn(changed, failure);
    }
  }

  private static Map<OwnedPartition, Position> changed(Collection<OwnedPartition> partitions) {
    Map<OwnedPartition, Position> changed = new HashMap<>();
    for (OwnedPartition partition : partitions) {
      partition.uncommitted().ifPresent(position -> changed.put(partition, position));
    }
    return changed;
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(
      Map<OwnedPartition, Position> changed) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    changed.forEach(
        (partition, position) ->
            offsets.put(
                partition.id(), new OffsetAndMetadata(position.offset(), position.metadata())));
    return offsets;
  }

  private static void warn(Map<OwnedPartition, Position> changed, Exception failure) {
    log.atWarn()
        .addKeyValue("partitions", changed.size())
        .addKeyValue("reason", failure.toString())
        .log("commit failed, the next one makes up for it");
  }
}
