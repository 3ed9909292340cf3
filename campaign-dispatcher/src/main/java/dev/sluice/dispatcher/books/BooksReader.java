package dev.sluice.dispatcher.books;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Reads the accounts of one tenant's campaigns for a person. One thread at a time.
///
/// What it says is complete as of the call, as far as the topics go back: results are kept for 30
/// days, statuses for 8.
public final class BooksReader implements AutoCloseable {

  /// Reading a million outcomes takes some 10 s; a partition may hold other tenants' as well.
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /// For how long a campaign that has ended is among those of its tenant.
  private static final Duration LOOK_BACK = Duration.ofDays(7);

  private final FactLog log;
  private final InstantSource clock;
  private Bookshelf shelf = new Bookshelf();
  private Map<TopicPartition, Long> read = Map.of();
  private @Nullable Question question;
  private @Nullable CampaignRecords records;

  private record Question(TenantId tenant, @Nullable CampaignId campaign) {}

  private BooksReader(FactLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /// @param connection Kafka client settings that hold at least `bootstrap.servers`
  /// @throws KafkaException when `connection` makes no client
  public static BooksReader open(Map<String, Object> connection) {
    return new BooksReader(
        new FactLog(BooksClients.reader(connection, "reader")), InstantSource.system());
  }

  /// Reads the accounts of a campaign, or of all that are open or have ended in the last week, in
  /// the order of their names.
  ///
  /// @return empty when there is none of that name
  /// @throws BooksUnavailable when the topics do not exist or cannot be read within two minutes
  public List<CampaignCount> read(TenantId tenant, @Nullable CampaignId campaign) {
    question = new Question(tenant, campaign);
    records = new CampaignRecords(tenant);
    shelf = new Bookshelf();
    read = Map.of();
    return refresh();
  }

  /// Reads on from where the last [#read] or refresh ended; a campaign that is new since begins the
  /// reading anew.
  ///
  /// @throws IllegalStateException when there was no [#read]
  /// @throws BooksUnavailable when the topics cannot be read within two minutes
  public List<CampaignCount> refresh() {
    Question asked = question;
    CampaignRecords campaigns = records;
    if (asked == null || campaigns == null) {
      throw new IllegalStateException("nothing was read that could be read on");
    }
    return orUnavailable(() -> answer(asked, campaigns, Deadline.in(LIMIT)));
  }

  /// The ids of the messages that failed, in the order in which that became known.
  ///
  /// @param unknownToo also those of which nobody knows whether they were sent
  /// @throws BooksUnavailable when the topics do not exist or cannot be read within two minutes
  public Set<String> failedIds(TenantId tenant, CampaignId campaign, boolean unknownToo) {
    return orUnavailable(() -> failed(tenant, campaign, Deadline.in(LIMIT)).ids(unknownToo));
  }

  @Override
  public void close() {
    log.close();
  }

  private List<CampaignCount> answer(Question asked, CampaignRecords campaigns, Deadline deadline) {
    campaigns.readOn(log, deadline);
    List<Campaign> selected = campaigns.all().stream().filter(it -> isIn(asked, it)).toList();
    if (selected.isEmpty()) {
      return List.of();
    }
    if (!selected.stream().allMatch(shelf::has)) {
      shelf = new Bookshelf();
      Instant since =
          selected.stream().map(FactLog::beginOf).min(Instant::compareTo).orElse(Instant.EPOCH);
      read = log.offsetsAt(partitionsOf(asked.tenant(), deadline), since, deadline);
    }
    selected.forEach(shelf::open);
    read = log.readOn(read, deadline, record -> take(asked.tenant(), record));
    Instant now = clock.instant();
    return shelf.all().stream().map(books -> books.count(now)).toList();
  }

  private void take(TenantId tenant, ConsumerRecord<byte[], byte[]> record) {
    if (!FactLog.isOf(tenant, record)) {
      return;
    }
    if (record.topic().equals(Topics.STATUSES.name())) {
      FactLog.valueOf(Topics.STATUSES, record).ifPresent(shelf::status);
    } else {
      FactLog.valueOf(Topics.DISPATCH_RESULTS, record).ifPresent(shelf::outcome);
    }
  }

  private boolean isIn(Question asked, Campaign campaign) {
    if (asked.campaign() != null) {
      return campaign.id().equals(asked.campaign());
    }
    boolean ended = campaign.state() == State.DONE || campaign.state() == State.CANCELLED;
    return !ended || campaign.changedAt().isAfter(clock.instant().minus(LOOK_BACK));
  }

  private Set<TopicPartition> partitionsOf(TenantId tenant, Deadline deadline) {
    return Set.of(
        log.partitionOf(Topics.DISPATCH_RESULTS, tenant, deadline),
        log.partitionOf(Topics.STATUSES, tenant, deadline));
  }

  private FailedIds failed(TenantId tenant, CampaignId id, Deadline deadline) {
    CampaignRecords known = new CampaignRecords(tenant);
    known.readOn(log, deadline);
    Campaign campaign = known.orUnplanned(id);
    FailedIds failed = new FailedIds(campaign);
    Map<TopicPartition, Long> from =
        log.offsetsAt(partitionsOf(tenant, deadline), FactLog.beginOf(campaign), deadline);
    Map<TopicPartition, Long> _ =
        log.readOn(from, deadline, record -> take(campaign, failed, record));
    return failed;
  }

  private static void take(
      Campaign campaign, FailedIds failed, ConsumerRecord<byte[], byte[]> record) {
    if (!FactLog.isOf(campaign.tenant(), record)) {
      return;
    }
    if (record.topic().equals(Topics.STATUSES.name())) {
      FactLog.valueOf(Topics.STATUSES, record)
          .filter(status -> campaign.id().equals(status.campaign()))
          .ifPresent(failed::status);
    } else {
      FactLog.valueOf(Topics.DISPATCH_RESULTS, record)
          .filter(outcome -> campaign.id().equals(outcome.delivery().campaign()))
          .ifPresent(failed::outcome);
    }
  }

  private static <T> T orUnavailable(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (KafkaException e) {
      throw new BooksUnavailable("the accounts could not be read: " + e.getMessage(), e);
    }
  }
}
