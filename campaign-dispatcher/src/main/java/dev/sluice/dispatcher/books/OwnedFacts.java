package dev.sluice.dispatcher.books;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// What is said about the open campaigns of the tenants that are ours, as it is said.
///
/// A tenant is ours when the group has given us its partition of the results. Its partition of the
/// statuses is read by hand, beside the whole topic of campaigns: no group gives the same member
/// both, as the two need not have the same number of partitions. Nothing is committed. A campaign
/// that becomes open, or ours, is read from its beginning: the partition is read again from there,
/// which changes nothing for others, as each message counts once.
///
/// Only campaigns with a plan are kept: of others nobody knows where they begin. One thread.
final class OwnedFacts implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(1);

  /// While campaigns are read for the first time; a poll returns at once when there are any.
  private static final Duration BEGIN_POLL = Duration.ofMillis(100);

  /// Nothing was appended later than this: the end of a partition.
  private static final Instant THE_END = Instant.ofEpochMilli(Long.MAX_VALUE);

  private final Consumer<byte[], byte[]> results;
  private final Consumer<byte[], byte[]> others;
  private final FactLog lookups;
  private final Set<TopicPartition> owned = new HashSet<>();

  /// Owned, but not read yet: what a poll brings of them is from the wrong place.
  private final Set<TopicPartition> unread = new HashSet<>();

  /// Of all tenants, by key.
  private final Map<String, Campaign> open = new HashMap<>();

  private final Bookshelf shelf = new Bookshelf();

  /// From when on partitions have to be read again.
  private final Map<TopicPartition, Instant> again = new HashMap<>();

  private Set<TopicPartition> campaigns = Set.of();
  private int resultPartitions;
  private int statusPartitions;

  /// @param results a member of the group that shares the results; closed with this
  /// @param others without a group; closed with this
  /// @param lookups asks for partitions and offsets
  OwnedFacts(Consumer<byte[], byte[]> results, Consumer<byte[], byte[]> others, FactLog lookups) {
    this.results = results;
    this.others = others;
    this.lookups = lookups;
  }

  /// Begins, or begins again after a failure: everything is read anew.
  ///
  /// @throws BooksUnavailable when a topic does not exist
  void begin(Deadline deadline) {
    resultPartitions = lookups.partitionsOf(Topics.DISPATCH_RESULTS, deadline).size();
    statusPartitions = lookups.partitionsOf(Topics.STATUSES, deadline).size();
    campaigns = lookups.partitionsOf(Topics.CAMPAIGNS, deadline);
    shelf.closeIf(campaign -> true);
    open.clear();
    again.clear();
    unread.addAll(owned);
    others.assign(campaigns);
    others.seekToBeginning(campaigns);
    Map<TopicPartition, Long> ends = lookups.ends(campaigns, deadline);
    while (!isAt(others, ends, deadline)) {
      if (deadline.isPast()) {
        throw new BooksUnavailable("the campaigns could not be read to their end in time", null);
      }
      pollOthers(BEGIN_POLL);
    }
    results.subscribe(List.of(Topics.DISPATCH_RESULTS.name()), new Assignment());
  }

  /// Reads what there is.
  ///
  /// @param atMost how long to wait for an outcome
  void poll(Duration atMost, Deadline deadline) {
    pollOthers(Duration.ZERO);
    for (ConsumerRecord<byte[], byte[]> record : results.poll(atMost)) {
      if (!unread.contains(new TopicPartition(record.topic(), record.partition()))) {
        FactLog.valueOf(Topics.DISPATCH_RESULTS, record).ifPresent(shelf::outcome);
      }
    }
    settle(deadline);
  }

  /// Reads on until every outcome that is stored now has been read.
  ///
  /// @return false when the deadline has passed before
  boolean catchUp(Duration poll, Deadline deadline) {
    settle(deadline);
    Map<TopicPartition, Long> ends = lookups.ends(Set.copyOf(owned), deadline);
    while (!unread.isEmpty() || !isAt(results, ends, deadline)) {
      if (deadline.isPast()) {
        return false;
      }
      poll(poll, deadline);
      ends.keySet().retainAll(owned);
    }
    return true;
  }

  /// The books of open campaigns that are ours.
  Collection<CampaignBooks> books() {
    return shelf.all();
  }

  @Override
  public void close() {
    results.close(CloseOptions.timeout(CLOSE));
    others.close(CloseOptions.timeout(CLOSE));
  }

  private void pollOthers(Duration atMost) {
    for (ConsumerRecord<byte[], byte[]> record : others.poll(atMost)) {
      if (record.topic().equals(Topics.CAMPAIGNS.name())) {
        takeCampaign(record);
      } else {
        FactLog.valueOf(Topics.STATUSES, record).ifPresent(shelf::status);
      }
    }
  }

  private void takeCampaign(ConsumerRecord<byte[], byte[]> record) {
    String key = CampaignRecords.keyOf(record);
    if (record.value() == null) {
      forget(key);
      return;
    }
    FactLog.valueOf(Topics.CAMPAIGNS, record)
        .filter(campaign -> campaign.key().equals(key))
        .ifPresent(
            campaign -> {
              if (isKept(campaign)) {
                open.put(key, campaign);
                shelveIfOurs(campaign);
              } else {
                forget(key);
              }
            });
  }

  private void forget(String key) {
    open.remove(key);
    shelf.close(key);
  }

  private static boolean isKept(Campaign campaign) {
    return campaign.plan() != null
        && switch (campaign.state()) {
          case SCHEDULED, RUNNING, PAUSED -> true;
          case CANCELLED, DONE -> false;
        };
  }

  private void shelveIfOurs(Campaign campaign) {
    if (owned.contains(resultsOf(campaign.tenant())) && shelf.open(campaign)) {
      Instant begin = FactLog.beginOf(campaign);
      readFrom(resultsOf(campaign.tenant()), begin);
      readFrom(statusesOf(campaign.tenant()), begin);
    }
  }

  private void readFrom(TopicPartition partition, Instant since) {
    again.merge(partition, since, (a, b) -> a.isBefore(b) ? a : b);
  }

  /// Puts every partition where it has to be read from.
  private void settle(Deadline deadline) {
    if (!unread.isEmpty()) {
      List.copyOf(open.values()).forEach(this::shelveIfOurs);
      unread.forEach(partition -> again.putIfAbsent(partition, THE_END));
    }
    Set<TopicPartition> wanted = new HashSet<>(campaigns);
    shelf.all().forEach(books -> wanted.add(statusesOf(books.campaign().tenant())));
    Set<TopicPartition> before = others.assignment();
    Set<TopicPartition> added = new HashSet<>(wanted);
    added.removeAll(before);
    if (!wanted.equals(before)) {
      others.assign(wanted);
    }
    again.keySet().removeIf(partition -> !owned.contains(partition) && !wanted.contains(partition));
    if (again.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> offsets = lookups.offsetsAt(again, deadline);
    offsets.forEach(
        (partition, offset) -> {
          if (owned.contains(partition)) {
            seek(results, partition, offset, unread.remove(partition), deadline);
          } else {
            seek(others, partition, offset, added.contains(partition), deadline);
          }
        });
    again.clear();
  }

  private static void seek(
      Consumer<?, ?> consumer,
      TopicPartition partition,
      long offset,
      boolean isNew,
      Deadline deadline) {
    if (isNew || offset < consumer.position(partition, deadline.left())) {
      consumer.seek(partition, offset);
    }
  }

  private static boolean isAt(
      Consumer<?, ?> consumer, Map<TopicPartition, Long> ends, Deadline deadline) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), deadline.left()) >= end.getValue());
  }

  private TopicPartition resultsOf(TenantId tenant) {
    return new TopicPartition(
        Topics.DISPATCH_RESULTS.name(), FactLog.partitionOf(tenant, resultPartitions));
  }

  private TopicPartition statusesOf(TenantId tenant) {
    return new TopicPartition(
        Topics.STATUSES.name(), FactLog.partitionOf(tenant, statusPartitions));
  }

  private final class Assignment implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      owned.addAll(assigned);
      unread.addAll(assigned);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      revoked.forEach(owned::remove);
      revoked.forEach(unread::remove);
      shelf.closeIf(campaign -> revoked.contains(resultsOf(campaign.tenant())));
    }
  }
}
