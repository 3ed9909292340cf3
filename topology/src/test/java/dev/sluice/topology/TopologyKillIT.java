package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testsupport.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Death in the middle of a burst. A longer run, with times, is the benchmark `recovery`.
class TopologyKillIT {

  private static final int KILLS = 4;
  private static final int TENANTS = 3;

  /// Of each tenant, before each kill: three times what may be under way.
  private static final int BURST = 60;

  private static final int CALLS_AT_LEAST = 50;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /// A burst is under way within a second, also where nothing is compiled yet; starting takes ten.
  private static final Duration BURST_LIMIT = Duration.ofSeconds(20);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @BeforeAll
  static void createTopics() {
    TestBroker.createSharedTopics();
  }

  @Test
  void shouldNeitherLoseNorRepeatAMessageWhenKilledInBursts() throws Exception {
    // Given
    List<Integer> underWay = new ArrayList<>();
    List<String> processIds = new ArrayList<>();
    try (Traffic traffic = Traffic.of(TestBroker.connection(), TENANTS);
        TopologyProcess topology =
            TopologyProcess.start(TestBroker.connection(), "killed", directory.resolve("it"))) {

      // When
      for (int kill = 0; kill < KILLS; kill++) {
        postUntilCalls(traffic, topology);
        topology.kill();
        underWay.add(topology.callsUnderWay());
        processIds.add(topology.processId());
        topology.restart();
      }

      // Then
      traffic.assertOnceAndInOrder();
      assertThat(underWay).allMatch(calls -> calls >= CALLS_AT_LEAST);
      assertThat(processIds).allMatch(processIds.getFirst()::equals);
    }
  }

  @Test
  void shouldStartAgainAfterACrashThatLeftUnfinishedStoresOnDisk() throws Exception {
    // Given ids of yesterday in memory, and so many of today that they are on disk
    Instant now = Instant.now();
    try (Traffic traffic = Traffic.of(TestBroker.connection(), TENANTS);
        TopologyProcess topology =
            TopologyProcess.start(TestBroker.connection(), "filled", directory.resolve("it"))) {
      traffic.remember(10, now.minus(Duration.ofDays(1)));
      for (int webhook = 0; webhook < 10; webhook++) {
        traffic.remember(1000, now);
      }
      postUntilCalls(traffic, topology);

      // When
      topology.kill();
      topology.restart();

      // Then
      traffic.assertOnceAndInOrder();
    }
  }

  /// On a busy machine calls may end as fast as they begin; then there is another burst.
  private static void postUntilCalls(Traffic traffic, TopologyProcess topology) {
    await()
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              traffic.post(BURST);
              return isBusyWithin(BURST_LIMIT, topology);
            });
  }

  private static boolean isBusyWithin(Duration limit, TopologyProcess topology) {
    try {
      await()
          .atMost(limit)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> topology.callsUnderWay() >= CALLS_AT_LEAST + 10);
      return true;
    } catch (ConditionTimeoutException tooSlow) {
      return false;
    }
  }
}
