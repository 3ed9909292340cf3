package dev.sluice.tenants;

import dev.sluice.schemas.Topic;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that takes in what is appended to a topic until it is closed. While the cluster is away
/// it keeps asking.
final class Following implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Following.class);

  /// The pause after a failed read, so that a refusal that lasts is not a busy loop.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// Longer than closing the consumer may take, which is one second.
  private static final Duration CLOSE = Duration.ofSeconds(3);

  private final Topic<?, ?> topic;
  private final CompactedLog log;
  private final Runnable takeNews;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /// @param log what it reads; closed with this
  /// @param takeNews one read of the log
  Following(Topic<?, ?> topic, CompactedLog log, Runnable takeNews) {
    this.topic = topic;
    this.log = log;
    this.takeNews = takeNews;
    this.thread = Thread.ofPlatform().daemon().name("follow-" + topic).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Stops following. Returns within three seconds, at once as a rule.
  @Override
  public void close() {
    closed.countDown();
    log.wakeup();
    try {
      thread.join(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (log) {
      while (closed.getCount() > 0) {
        followOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void followOnce() throws InterruptedException {
    try {
      takeNews.run();
    } catch (WakeupException e) {
      LOG.atDebug().log("woken to close");
    } catch (KafkaException e) {
      LOG.atWarn()
          .addKeyValue("topic", topic)
          .addKeyValue("reason", e)
          .log("a topic cannot be followed for the moment");
      boolean closing = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      LOG.atDebug().addKeyValue("closing", closing).log("following again");
    }
  }
}
