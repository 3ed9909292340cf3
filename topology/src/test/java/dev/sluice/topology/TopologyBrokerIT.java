package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.BrokerJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A broker that goes away in the middle of a burst and comes back.
class TopologyBrokerIT {

  private static final int TENANTS = 3;
  private static final int BURST = 60;
  private static final int CALLS_AT_LEAST = 50;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /// There the controller takes as long to notice that a broker is gone.
  private static final Map<String, String> AS_ON_A_CLUSTER =
      Map.of("broker.session.timeout.ms", "6000");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @Test
  void shouldGoOnByItselfWhenTheBrokerComesBack() throws Exception {
    // Given
    try (BrokerJvm broker = BrokerJvm.start(directory.resolve("broker"), AS_ON_A_CLUSTER)) {
      broker.createSharedTopics();
      try (Traffic traffic = Traffic.of(broker.connection(), TENANTS);
          TopologyProcess topology =
              TopologyProcess.start(broker.connection(), "lasting", directory.resolve("it"))) {

        // When it is killed in one burst and stopped in another
        awaitBurst(traffic, topology);
        broker.kill();
        broker.restart();
        awaitBurst(traffic, topology);
        broker.stop();
        broker.restart();
        traffic.post(1);

        // Then
        traffic.assertOnceAndInOrder();
        assertThat(topology.isAlive()).isTrue();
      }
    }
  }

  private static void awaitBurst(Traffic traffic, TopologyProcess topology) {
    traffic.post(BURST);
    await()
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> topology.callsUnderWay() >= CALLS_AT_LEAST);
  }
}
