package dev.sluice.dispatcher.books;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.DelayedSend;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Whether anything of a campaign is under way: in its tenant's topic, or parked. One thread.
final class RestLooks {

  /// A campaign whose messages may stand behind so many parked ones is not judged: looking through
  /// these takes about a second.
  private static final int PARKED_LOOKED_AT_MAX = 100_000;

  private final FactLog log;
  private final GroupPositions positions;

  RestLooks(FactLog log, GroupPositions positions) {
    this.log = log;
    this.positions = positions;
  }

  /// The end of the tenant's topic, if everything in it is done and nothing of the campaign is
  /// parked; empty otherwise, and where it cannot be told. Outcomes that are read after this are
  /// all there will be.
  OptionalLong endAtRest(Campaign campaign, Deadline deadline) {
    Topic<String, OutboundMessage> topic = Topics.CAMPAIGN_OF.of(campaign.tenant());
    if (!log.exists(topic, deadline)) {
      return OptionalLong.empty();
    }
    TopicPartition partition = new TopicPartition(topic.name(), 0);
    WorkPosition position = WorkPosition.of(positions.sent(partition, deadline).orElse(null));
    long from = Math.max(position.next(), log.beginning(partition, deadline));
    // What lies behind the last record may be the end of a transaction, which nobody sends.
    if (!position.unfinished().isEmpty()
        || log.mayHold(partition, from, 0, deadline, record -> true)
        || mayBeParked(campaign, deadline)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(log.end(partition, deadline));
  }

  private boolean mayBeParked(Campaign campaign, Deadline deadline) {
    TopicPartition partition = log.partitionOf(Topics.DISPATCH_RETRY, campaign.tenant(), deadline);
    long from =
        positions
            .parked(partition, deadline)
            .map(OffsetAndMetadata::offset)
            .orElseGet(() -> log.beginning(partition, deadline));
    return log.mayHold(
        partition, from, PARKED_LOOKED_AT_MAX, deadline, record -> isOf(campaign, record));
  }

  private static boolean isOf(Campaign campaign, ConsumerRecord<byte[], byte[]> record) {
    return FactLog.isOf(campaign.tenant(), record)
        && FactLog.valueOf(Topics.DISPATCH_RETRY, record)
            .map(DelayedSend::message)
            .filter(message -> campaign.id().equals(message.campaign()))
            .isPresent();
  }
}
