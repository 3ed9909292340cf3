package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.tenants.Tenants;
import dev.sluice.topology.enrich.Branch;
import dev.sluice.topology.enrich.CallPolicy;
import dev.sluice.topology.fault.Refusals;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The picture is a contract: names in it name changelogs and stages. A change of it is a reviewed
/// diff of `topology.txt`.
class TopologyPictureTest {

  @Test
  void shouldLookAsReviewed() {
    // Given
    Stages stages = stages();

    // When
    String picture = SluiceTopology.build(stages).describe().toString().strip();

    // Then
    assertThat(picture).isEqualTo(reviewed());
  }

  @Test
  void shouldBeOneSubTopology() {
    // Given
    Stages stages = stages();

    // When
    int parts = SluiceTopology.build(stages).describe().subtopologies().size();

    // Then
    assertThat(parts).as("a hop through a topic costs a transaction").isEqualTo(1);
  }

  private static Stages stages() {
    Tenants nobody = Tenants.of();
    ManualCalls calls = new ManualCalls(1);
    return new Stages(
        Branch.sentiment(calls, CallPolicy.DEFAULT, new LexiconSentiment(), nobody),
        Branch.category(calls, CallPolicy.DEFAULT, new KeywordCategory(), nobody),
        nobody,
        Stages.Limits.DEFAULT,
        new Refusals(),
        new TopologyMetrics(new SimpleMeterRegistry()));
  }

  private static String reviewed() {
    try {
      return Files.readString(Path.of("src/test/resources/topology.txt"), StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
