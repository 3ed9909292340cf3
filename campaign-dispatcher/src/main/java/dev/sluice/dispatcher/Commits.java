package dev.sluice.dispatcher;

import dev.sluice.dispatcher.OwnedPartition.Commit;
import java.time.Duration;
import java.time.InstantSource;
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

/// When and how positions are committed: what was finished every so often, one commit at a time;
/// what was taken in hand at once, before any of it is sent.
///
/// A commit that fails is logged and made up for by the next, as a position counts as committed
/// only when the broker has said so. Used by the thread that owns the consumer.
final class Commits {

  private static final Logger log = LoggerFactory.getLogger(Commits.class);

  /// For the last commit of a partition: ten times what a busy broker takes. Without it the next
  /// owner repeats what finished since the last one.
  private static final Duration LAST_COMMIT_LIMIT = Duration.ofSeconds(5);

  /// For noting what was taken in hand: much more than a broker takes that can be worked with.
  private static final Duration NOTE_LIMIT = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final InstantSource clock;
  private final long intervalNanos;
  private long lastAt = System.nanoTime();
  private boolean unanswered;

  Commits(Consumer<byte[], byte[]> consumer, Duration interval, InstantSource clock) {
    this.consumer = consumer;
    this.clock = clock;
    this.intervalNanos = interval.toNanos();
  }

  /// Starts a commit of what has changed, if the interval is over and no other is under way.
  void ifDue(Collection<OwnedPartition> partitions) {
    long now = System.nanoTime();
    if (unanswered || now - lastAt < intervalNanos) {
      return;
    }
    lastAt = now;
    Map<OwnedPartition, Commit> changed = changed(partitions);
    if (!changed.isEmpty()) {
      unanswered = true;
      consumer.commitAsync(offsets(changed), (offsets, failure) -> answered(changed, failure));
    }
  }

  /// Commits what has changed before these partitions are given up, and waits for it, at most 5 s.
  void last(Collection<OwnedPartition> partitions) {
    waitFor(changed(partitions), LAST_COMMIT_LIMIT);
  }

  /// Notes what has just been taken in hand of these partitions, and waits for it, at most a
  /// second: what is not noted must not be sent. Everybody is read by the one thread that waits
  /// here, a broker's answer long: one to three milliseconds.
  void note(Collection<OwnedPartition> partitions) {
    waitFor(changed(partitions), NOTE_LIMIT);
  }

  private void waitFor(Map<OwnedPartition, Commit> changed, Duration limit) {
    if (changed.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(offsets(changed), limit);
      changed.forEach(OwnedPartition::committed);
    } catch (KafkaException failure) {
      warn(changed, failure);
    }
  }

  private void answered(Map<OwnedPartition, Commit> changed, @Nullable Exception failure) {
    unanswered = false;
    if (failure == null) {
      changed.forEach(OwnedPartition::committed);
    } else {
      warn(changed, failure);
    }
  }

  private Map<OwnedPartition, Commit> changed(Collection<OwnedPartition> partitions) {
    Map<OwnedPartition, Commit> changed = new HashMap<>();
    for (OwnedPartition partition : partitions) {
      partition.uncommitted(clock.instant()).ifPresent(commit -> changed.put(partition, commit));
    }
    return changed;
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(
      Map<OwnedPartition, Commit> changed) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    changed.forEach(
        (partition, commit) ->
            offsets.put(
                partition.id(),
                new OffsetAndMetadata(commit.position().offset(), commit.note().text())));
    return offsets;
  }

  private static void warn(Map<OwnedPartition, Commit> changed, Exception failure) {
    log.atWarn()
        .addKeyValue("partitions", changed.size())
        .addKeyValue("reason", failure.toString())
        .log("commit failed, the next one makes up for it");
  }
}
