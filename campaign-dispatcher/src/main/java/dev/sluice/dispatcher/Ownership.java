package dev.sluice.dispatcher;

import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which partitions are this dispatcher's, from the assignment of each to its end.
///
/// A partition begins paused and is read once its committed position is known. It ends with a
/// drain: nothing begins any more, what is under way may finish, then its last commit. One that was
/// lost belongs to somebody else already: nothing of it is committed.
///
/// A tenant's two partitions may have two owners, who then share its window ([WindowShare]): who
/// gives one of them up also waits until the other keeps to its share. Used by the thread that owns
/// the consumer.
final class Ownership implements ConsumerRebalanceListener {

  private static final Logger log = LoggerFactory.getLogger(Ownership.class);

  /// For reading committed positions; the next pass tries again.
  private static final Duration POSITIONS_LIMIT = Duration.ofSeconds(5);

  /// While draining, how long until the other partitions' commits are looked at again.
  private static final Duration DRAIN_STEP = Duration.ofMillis(50);

  private final Consumer<byte[], byte[]> consumer;
  private final Commits commits;
  private final Duration drainTimeout;
  private final TenantWindows windows;
  private final LaneControl lanes;
  private final Set<TopicPartition> unopened = new HashSet<>();
  private final Map<TopicPartition, OwnedPartition> open = new HashMap<>();

  Ownership(
      Consumer<byte[], byte[]> consumer,
      Commits commits,
      Duration drainTimeout,
      TenantWindows windows,
      LaneControl lanes) {
    this.consumer = consumer;
    this.commits = commits;
    this.drainTimeout = drainTimeout;
    this.windows = windows;
    this.lanes = lanes;
  }

  /// What is being read. Not to be changed.
  Collection<OwnedPartition> partitions() {
    return open.values();
  }

  @Nullable OwnedPartition find(TopicPartition id) {
    return open.get(id);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    consumer.pause(assigned);
    unopened.addAll(assigned);
  }

  /// Opens what was assigned since the last call. When positions cannot be read now, the partitions
  /// stay paused until the next.
  void openAssigned() {
    if (unopened.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> committed;
    try {
      committed = consumer.committed(unopened, POSITIONS_LIMIT);
    } catch (KafkaException failure) {
      log.atWarn()
          .addKeyValue("reason", failure.toString())
          .log("committed positions cannot be read, it will be tried again");
      return;
    }
    for (TopicPartition id : List.copyOf(unopened)) {
      opened(id, committed.get(id));
      unopened.remove(id);
    }
  }

  private void opened(TopicPartition id, @Nullable OffsetAndMetadata committed) {
    Long offset = committed == null ? null : committed.offset();
    String metadata = committed == null ? "" : committed.metadata();
    Intake.tenantOf(id.topic())
        .ifPresentOrElse(
            tenant -> {
              boolean replies = Intake.isReplies(id.topic());
              open.put(id, new OwnedPartition(id, tenant, replies, offset, metadata));
              windows.gain(tenant, replies);
              lanes.refresh().accept(tenant);
              consumer.resume(Set.of(id));
            },
            () ->
                log.atWarn()
                    .addKeyValue("topic", id.topic())
                    .log("topic is of no legal tenant and stays unread"));
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    List<OwnedPartition> leaving = relinquish(revoked);
    drain(leaving);
    commits.last(leaving);
    leaving.forEach(partition -> open.remove(partition.id()));
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    List<OwnedPartition> leaving = relinquish(lost);
    leaving.forEach(this::cede);
    for (OwnedPartition partition : leaving) {
      open.remove(partition.id());
      log.atWarn()
          .addKeyValue("tenant", partition.tenant())
          .addKeyValue("topic", partition.id().topic())
          .log("partition lost, its new owner may repeat what was under way");
    }
  }

  /// Ends the ownership of everything, as a revocation does.
  void endAll() {
    onPartitionsRevoked(List.copyOf(open.keySet()));
  }

  private List<OwnedPartition> relinquish(Collection<TopicPartition> ids) {
    unopened.removeAll(ids);
    List<OwnedPartition> leaving = new ArrayList<>();
    for (TopicPartition id : ids) {
      Optional.ofNullable(open.get(id)).ifPresent(leaving::add);
    }
    leaving.forEach(OwnedPartition::relinquish);
    return leaving;
  }

  /// Waits for what leaves, then for what stays of the same tenants to fit its share. The others'
  /// commits go on meanwhile; their lanes work on what they have queued.
  private void drain(List<OwnedPartition> leaving) {
    long deadline = System.nanoTime() + drainTimeout.toNanos();
    try {
      for (OwnedPartition partition : leaving) {
        await(partition, 0, deadline);
      }
      leaving.forEach(this::cede);
      for (OwnedPartition partition : leaving) {
        OwnedPartition other = otherOf(partition);
        if (other != null && !leaving.contains(other)) {
          awaitShare(other, deadline);
        }
      }
    } catch (InterruptedException e) {
      leaving.forEach(this::cede);
      Thread.currentThread().interrupt();
    }
  }

  private void cede(OwnedPartition partition) {
    windows.cede(partition.tenant(), partition.isReplies());
    lanes.refresh().accept(partition.tenant());
  }

  private @Nullable OwnedPartition otherOf(OwnedPartition partition) {
    return open.get(Intake.otherOf(partition.tenant(), partition.isReplies()));
  }

  /// What the lane has started may be a moment from counting as under way.
  private void awaitShare(OwnedPartition staying, long deadline) throws InterruptedException {
    TenantId tenant = staying.tenant();
    while (!lanes.isWithinShare(tenant) && !left(deadline).isZero()) {
      await(staying, lanes.permits().applyAsInt(tenant), deadline);
      Thread.onSpinWait();
    }
  }

  /// Waits until so much of a partition is under way at most, or the drain is over.
  private void await(OwnedPartition partition, int limit, long deadline)
      throws InterruptedException {
    while (!partition.awaitUnderWay(limit, left(deadline))) {
      if (left(deadline).isZero()) {
        log.atWarn()
            .addKeyValue("tenant", partition.tenant())
            .addKeyValue("topic", partition.id().topic())
            .log("requests still under way at the end of the drain may be repeated");
        return;
      }
      commits.ifDue(partitions());
    }
  }

  /// One step, or nothing when the time is over.
  private static Duration left(long deadline) {
    return System.nanoTime() - deadline < 0 ? DRAIN_STEP : Duration.ZERO;
  }
}
