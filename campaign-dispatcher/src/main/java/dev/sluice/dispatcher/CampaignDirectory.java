package dev.sluice.dispatcher;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a [CampaignView] as the topic `campaigns` says.
///
/// Complete as of the moment [#follow] was called, and following the topic since, with a thread of
/// its own. A record that cannot be read leaves what was known before. While the cluster is away
/// the view stays as it is.
final class CampaignDirectory implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CampaignDirectory.class);

  /// How long to wait for the topic to appear and to be read to its end: the patience of a service
  /// starting beside its broker.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// How often to ask for a topic that is not there yet.
  private static final Duration ASK_AGAIN = Duration.ofMillis(200);

  /// The longest a poll waits for news; it returns at once when there are any.
  private static final Duration POLL = Duration.ofSeconds(1);

  /// After a failed read, so that a refusal that lasts is not a busy loop.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// No group and no commits, so closing has nothing to wait for but open sockets.
  private static final Duration CLOSE_CONSUMER = Duration.ofSeconds(1);

  private static final Duration CLOSE = CLOSE_CONSUMER.multipliedBy(3);

  private final Consumer<byte[], byte[]> consumer;
  private final CampaignView view;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread follower;

  private CampaignDirectory(Consumer<byte[], byte[]> consumer, CampaignView view) {
    this.consumer = consumer;
    this.view = view;
    this.follower = Thread.ofPlatform().daemon().name("campaign-directory").unstarted(this::run);
  }

  /// Reads the topic to its end into `view` and follows it from then on.
  ///
  /// @throws CampaignsUnavailable when the topic does not exist or cannot be read within 30 s
  static CampaignDirectory follow(Map<String, Object> connection, CampaignView view) {
    // A campaign's record and its messages come in one transaction, which may fail.
    Consumer<byte[], byte[]> consumer =
        KafkaClients.follower(connection, IsolationLevel.READ_COMMITTED);
    CampaignDirectory directory = new CampaignDirectory(consumer, view);
    try {
      directory.readToEnd();
      directory.follower.start();
      return directory;
    } catch (KafkaException e) {
      directory.closeConsumer();
      throw new CampaignsUnavailable("topic '%s' could not be read".formatted(Topics.CAMPAIGNS), e);
    } catch (InterruptedException e) {
      directory.closeConsumer();
      Thread.currentThread().interrupt();
      throw new CampaignsUnavailable("interrupted while reading " + Topics.CAMPAIGNS, e);
    } catch (CampaignsUnavailable e) {
      directory.closeConsumer();
      throw e;
    }
  }

  /// Stops following; the view stays as it is. Returns within 3 s.
  @Override
  public void close() {
    closed.countDown();
    consumer.wakeup();
    try {
      follower.join(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readToEnd() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<TopicPartition> partitions = partitions();
    while (partitions.isEmpty()) {
      failIfPast(deadline, "does not exist");
      if (closed.await(ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      partitions = partitions();
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue())) {
      failIfPast(deadline, "could not be read to its end");
      consumer.poll(POLL).forEach(this::take);
    }
  }

  private List<TopicPartition> partitions() {
    return consumer.partitionsFor(Topics.CAMPAIGNS.name(), PATIENCE).stream()
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  private static void failIfPast(long deadline, String what) {
    if (System.nanoTime() - deadline > 0) {
      throw new CampaignsUnavailable(
          "topic '%s' %s after %d s".formatted(Topics.CAMPAIGNS, what, PATIENCE.toSeconds()), null);
    }
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        followOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closeConsumer();
    }
  }

  private void followOnce() throws InterruptedException {
    try {
      consumer.poll(POLL).forEach(this::take);
    } catch (WakeupException _) {
      log.atDebug().log("woken to close");
    } catch (KafkaException e) {
      log.atWarn()
          .addKeyValue("topic", Topics.CAMPAIGNS)
          .addKeyValue("reason", e)
          .log("campaigns cannot be followed for the moment");
      boolean closing = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      log.atDebug().addKeyValue("closing", closing).log("following again");
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] keyBytes = record.key();
    String key = keyBytes == null ? "" : new String(keyBytes, StandardCharsets.UTF_8);
    try {
      Campaign campaign =
          Topics.CAMPAIGNS.values().deserializer().deserialize(record.topic(), record.value());
      if (campaign == null || campaign.key().equals(key)) {
        view.take(key, campaign);
      } else {
        unreadable(record, "key and value name different campaigns");
      }
    } catch (SerializationException e) {
      unreadable(record, String.valueOf(e.getMessage()));
    }
  }

  private static void unreadable(ConsumerRecord<byte[], byte[]> record, String reason) {
    log.atWarn()
        .addKeyValue("topic", record.topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .addKeyValue("reason", reason)
        .log("a campaign's record cannot be read; what was known before stays");
  }

  private void closeConsumer() {
    consumer.close(CloseOptions.timeout(CLOSE_CONSUMER));
  }
}
