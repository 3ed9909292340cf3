package dev.sluice.benchmarks.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.benchmarks.rig.BrokerProcess;
import dev.sluice.schemas.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rig itself, on a real broker: what the scenarios measure with measures.
class RunningTopologyIT {

  private static final TenantId TENANT = BenchTenants.numbered(0);

  @Test
  void shouldFollowEveryMessageFromTheWebhookToTheInbox(@TempDir Path scratch) throws IOException {
    // Given
    Plan burst = Plan.burst("burst", TENANT, 30, 1, CallTimes.FAST);
    List<Journey> journeys;
    Correctness correctness;

    // When
    try (BrokerProcess broker = BrokerProcess.start(scratch);
        RunningTopology topology =
            RunningTopology.withDrawnModels(
                new RunningTopology.Site(broker, scratch.resolve("state")), 48, List.of(TENANT))) {
      journeys = topology.play(burst);
      correctness = topology.finish();
    }

    // Then
    assertThat(correctness).isEqualTo(new Correctness(30, 0, 0, 0, 0));
    assertThat(journeys)
        .allSatisfy(
            it -> {
              assertThat(it.sentNanos()).isLessThanOrEqualTo(it.appendedNanos());
              assertThat(it.modelNanos())
                  .isGreaterThanOrEqualTo(it.message().calls().slowerNanos());
              assertThat(it.overModelNanos()).isPositive();
            });
  }
}
