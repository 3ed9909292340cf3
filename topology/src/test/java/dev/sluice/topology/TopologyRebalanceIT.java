package dev.sluice.topology;

import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.BrokerJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Partitions that change hands under load.
///
/// On a broker of its own: a task that has more than 10,000 records to catch up with is not given
/// to an instance that has just joined, and other tests leave such tasks behind.
class TopologyRebalanceIT {

  /// Enough that each of two instances has one on one of its partitions.
  private static final int TENANTS = 16;

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /// There the controller takes as long to notice that a broker is gone.
  private static final Map<String, String> AS_ON_A_CLUSTER =
      Map.of("broker.session.timeout.ms", "6000");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @Test
  void shouldNeitherLoseNorRepeatAMessageWhenAnInstanceJoinsLeavesAndDies() throws Exception {
    // Given an instance at work
    try (BrokerJvm broker = BrokerJvm.start(directory.resolve("broker"), AS_ON_A_CLUSTER)) {
      broker.createSharedTopics();
      try (Traffic traffic = Traffic.of(broker.connection(), TENANTS);
          TopologyProcess staying =
              TopologyProcess.start(broker.connection(), "staying", directory.resolve("a"))) {
        keepPostingUntilItWorks(traffic, staying);

        // When another joins, leaves, returns and dies for good, each time under load
        try (TopologyProcess other =
            TopologyProcess.start(broker.connection(), "other", directory.resolve("b"))) {
          keepPostingUntilItWorks(traffic, other);
          other.stop();
          traffic.post(2);
          other.restart();
          keepPostingUntilItWorks(traffic, other);
          other.kill();
          traffic.post(2);

          // Then
          traffic.assertOnceAndInOrder();
        }
      }
    }
  }

  private static void keepPostingUntilItWorks(Traffic traffic, TopologyProcess topology) {
    await()
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              traffic.post(1);
              return topology.callsUnderWay() > 0;
            });
  }
}
