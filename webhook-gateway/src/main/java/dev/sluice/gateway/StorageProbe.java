package dev.sluice.gateway;

import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartitionInfo;

/// Asks storage from time to time whether it is there, so that readiness tells the truth also while
/// nothing is delivered: a gateway that is taken out of rotation gets no delivery to find out with.
final class StorageProbe implements AutoCloseable {

  /// Between two questions: a broker's absence and its return are noticed within this and the
  /// patience.
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /// As long as a delivery waits by default.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration CLOSE = Duration.ofSeconds(1);

  private static final List<String> TOPICS =
      List.of(Topics.WEBHOOKS.name(), Topics.WEBHOOKS_QUARANTINE.name());

  private final Admin admin;
  private final Consumer<Boolean> heard;
  private final CountDownLatch closed = new CountDownLatch(1);

  private StorageProbe(Admin admin, Consumer<Boolean> heard) {
    this.admin = admin;
    this.heard = heard;
  }

  /// @param heard told after each question whether every partition of the topics has a leader
  static StorageProbe start(Map<String, Object> connection, Consumer<Boolean> heard) {
    int patienceMillis = (int) PATIENCE.toMillis();
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patienceMillis);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patienceMillis);
    settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, PAUSE.toMillis());
    StorageProbe probe = new StorageProbe(Admin.create(settings), heard);
    Thread.ofVirtual().name("webhook-storage-probe").start(probe::run);
    return probe;
  }

  @Override
  public void close() {
    closed.countDown();
    admin.close(CLOSE);
  }

  private void run() {
    try {
      while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean there = isThere();
        if (closed.getCount() > 0) {
          heard.accept(there);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isThere() throws InterruptedException {
    try {
      DescribeTopicsOptions options =
          new DescribeTopicsOptions().timeoutMs((int) PATIENCE.toMillis());
      Collection<TopicDescription> topics =
          admin
              .describeTopics(TOPICS, options)
              .allTopicNames()
              .get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
              .values();
      return topics.stream()
          .flatMap(topic -> topic.partitions().stream())
          .allMatch(StorageProbe::isLed);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return false;
    } catch (IllegalStateException e) {
      // the admin client is being closed
      return false;
    }
  }

  private static boolean isLed(TopicPartitionInfo partition) {
    return partition.leader() != null && !partition.leader().isEmpty();
  }
}
