package dev.sluice.launcher.services;

import dev.sluice.launcher.CannotStart;
import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.launcher.settings.KafkaConnection;
import dev.sluice.schemas.TopicProvisioner;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Kafka cluster as a starting process sees it: is it there, and does it have the topics?
public final class Cluster {

  private static final Logger log = LoggerFactory.getLogger(Cluster.class);

  /// How long a service waits for its cluster. A broker beside it in a compose file or a pod needs
  /// 5 to 20 s on a busy machine; three times that, and the orchestrator should know.
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /// One question; a cluster in reach answers within milliseconds.
  private static final Duration QUESTION = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private Cluster() {}

  /// Waits until the cluster answers, then creates the shared topics that are missing.
  ///
  /// @throws CannotStart when it does not answer within `patience`
  /// @throws dev.sluice.launcher.lifecycle.StopRequested when asked to stop meanwhile
  public static void prepare(KafkaConnection connection, Duration patience, StopRequest stop)
      throws InterruptedException {
    Map<String, Object> settings = new HashMap<>(connection.client());
    settings.put("request.timeout.ms", Math.toIntExact(QUESTION.toMillis()));
    settings.put("default.api.timeout.ms", Math.toIntExact(QUESTION.toMillis()));
    long deadline = System.nanoTime() + patience.toNanos();
    try (Admin admin = Admin.create(settings)) {
      while (!answers(admin)) {
        if (System.nanoTime() > deadline) {
          throw new CannotStart(
              "Kafka at %s did not answer within %d s; check %s"
                  .formatted(
                      connection.bootstrapServers(),
                      patience.toSeconds(),
                      KafkaConnection.BOOTSTRAP_SERVERS));
        }
        log.atInfo()
            .addKeyValue("reason", "no answer from " + connection.bootstrapServers())
            .log("waiting for Kafka");
        stop.pause(PAUSE);
      }
    }
    createTopics(connection);
  }

  private static boolean answers(Admin admin) throws InterruptedException {
    try {
      return !admin
          .describeCluster()
          .nodes()
          .get(QUESTION.toMillis(), TimeUnit.MILLISECONDS)
          .isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private static void createTopics(KafkaConnection connection) {
    try (Admin admin = Admin.create(connection.client())) {
      new TopicProvisioner(admin).createShared();
    }
  }
}
