package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.tenants.Tenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What starting does before there is a broker to speak to.
class TopologyRunnerTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @Test
  void shouldDeleteWhatACrashLeftUnfinishedBeforeItStarts() throws IOException {
    // Given a store that was opened and never written, and no clean end
    TopologySettings settings = TopologySettings.defaults("one", directory).withThreads(1);
    Path application = directory.resolve(settings.applicationId());
    Path unfinished = Files.createDirectories(application.resolve("0_0/seen/seen.1"));
    Files.createFile(application.resolve("running"));

    // When
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (TopologyRunner topology =
        TopologyRunner.start(
            settings,
            Map.of("bootstrap.servers", "127.0.0.1:1"),
            Tenants.of(),
            new LexiconSentiment(),
            new KeywordCategory(),
            registry)) {

      // Then
      assertThat(unfinished).doesNotExist();
      assertThat(topology.ready()).isFalse();
      assertThat(registry.get("sluice.topology.commits").functionCounter().count()).isZero();
    }
  }
}
