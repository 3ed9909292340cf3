package dev.sluice.dispatcher.books;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.DelayedSend;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Looks where every single message of a campaign is, from the records themselves; see [Audit]. One
/// thread at a time, except [#close].
public final class AuditReader implements AutoCloseable {

  /// Both looks at a campaign of a million messages, each of which reads those and their outcomes.
  private static final Duration LIMIT = Duration.ofMinutes(4);

  /// Between a look that finds a message nowhere and the second: a hundred times what the end of a
  /// transaction takes to become visible everywhere.
  private static final Duration SECOND_LOOK_AFTER = Duration.ofSeconds(1);

  private final FactLog log;
  private final GroupPositions positions;
  private final CountDownLatch closed = new CountDownLatch(1);

  private AuditReader(FactLog log, GroupPositions positions) {
    this.log = log;
    this.positions = positions;
  }

  /// @param connection Kafka client settings that hold at least `bootstrap.servers`
  /// @param group of the dispatchers
  /// @throws KafkaException when `connection` makes no client
  public static AuditReader open(Map<String, Object> connection, String group) {
    return new AuditReader(
        new FactLog(BooksClients.reader(connection, "audit")),
        new GroupPositions(connection, group));
  }

  /// Looks at a campaign, and if a message is nowhere once more, before it says so. A campaign
  /// without a record is looked at without its total.
  ///
  /// @throws BooksUnavailable when the topics do not exist or cannot be read within four minutes
  public AuditReport audit(TenantId tenant, CampaignId id) {
    Deadline deadline = Deadline.in(LIMIT);
    try {
      CampaignRecords records = new CampaignRecords(tenant);
      records.readOn(log, deadline);
      Campaign campaign = records.orUnplanned(id);
      Audit first = look(campaign, deadline);
      if (!first.isSuspicious()
          || closed.await(SECOND_LOOK_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
        return first.report();
      }
      return look(campaign, deadline).confirms(first);
    } catch (KafkaException e) {
      throw new BooksUnavailable("the campaign could not be looked at: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BooksUnavailable("interrupted between two looks", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    log.close();
    positions.close();
  }

  private Audit look(Campaign campaign, Deadline deadline) {
    Topic<String, OutboundMessage> topic = Topics.CAMPAIGN_OF.of(campaign.tenant());
    if (!log.exists(topic, deadline)) {
      throw new BooksUnavailable("topic '%s' does not exist".formatted(topic), null);
    }
    TopicPartition partition = new TopicPartition(topic.name(), 0);
    Instant since = FactLog.beginOf(campaign);

    Audit audit =
        new Audit(campaign, WorkPosition.of(positions.sent(partition, deadline).orElse(null)));
    readParked(campaign, audit, deadline);
    long end = log.end(partition, deadline);
    readOutcomes(campaign, since, audit, deadline);
    Map<TopicPartition, Long> _ =
        log.readOn(
            log.offsetsAt(Set.of(partition), since, deadline),
            deadline,
            record -> {
              if (record.offset() < end) {
                FactLog.valueOf(topic, record)
                    .filter(message -> campaign.id().equals(message.campaign()))
                    .ifPresent(message -> audit.appended(message.messageId(), record.offset()));
              }
            });
    return audit;
  }

  private void readParked(Campaign campaign, Audit audit, Deadline deadline) {
    TopicPartition partition = log.partitionOf(Topics.DISPATCH_RETRY, campaign.tenant(), deadline);
    long from =
        positions
            .parked(partition, deadline)
            .map(OffsetAndMetadata::offset)
            .orElseGet(() -> log.beginning(partition, deadline));
    Map<TopicPartition, Long> _ =
        log.readOn(
            Map.of(partition, from),
            deadline,
            record -> {
              if (FactLog.isOf(campaign.tenant(), record)) {
                FactLog.valueOf(Topics.DISPATCH_RETRY, record)
                    .map(DelayedSend::message)
                    .filter(message -> campaign.id().equals(message.campaign()))
                    .ifPresent(message -> audit.parked(message.messageId()));
              }
            });
  }

  private void readOutcomes(Campaign campaign, Instant since, Audit audit, Deadline deadline) {
    TopicPartition partition =
        log.partitionOf(Topics.DISPATCH_RESULTS, campaign.tenant(), deadline);
    Map<TopicPartition, Long> _ =
        log.readOn(
            log.offsetsAt(Set.of(partition), since, deadline),
            deadline,
            record -> {
              if (FactLog.isOf(campaign.tenant(), record)) {
                FactLog.valueOf(Topics.DISPATCH_RESULTS, record)
                    .filter(it -> campaign.id().equals(it.delivery().campaign()))
                    .ifPresent(it -> audit.decided(it.delivery().messageId()));
              }
            });
  }
}
