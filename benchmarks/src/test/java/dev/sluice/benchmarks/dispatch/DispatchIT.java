package dev.sluice.benchmarks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.OutboundMessage;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ProviderBehaviour;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the scenario measures with, on a real broker: a short campaign by our dispatcher and by two
/// designs beside it.
class DispatchIT {

  private static final int MESSAGES = 60;
  private static final int WINDOW = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ProviderBehaviour PROMPT =
      ProviderBehaviour.accepting(Latency.lognormal(Duration.ofMillis(20), Duration.ofMillis(200)));

  @Test
  void shouldSendEachMessageOnceByEveryDesign(@TempDir Path scratch) throws IOException {
    // Given
    Client ours = Client.of("ours", PROMPT, WINDOW);
    Client batch = Client.of("batch", PROMPT, WINDOW);
    Client parallel = Client.of("parallel", PROMPT, WINDOW);
    List<Client> clients = List.of(ours, batch, parallel);
    try (Ground ground = Ground.open(scratch, clients);
        ProviderPost post = new ProviderPost(ground, OutboundMessage::messageId);
        Design sluice = SluiceDesign.start(ground, ours);
        Design batches = BatchConsumer.start(ground, batch, post);
        Design peer =
            ParallelConsumer.start(ground, List.of(parallel), post, WINDOW).with(parallel)) {

      // When
      List<Sent> sent = List.of(send(ground, sluice), send(ground, batches), send(ground, peer));

      // Then
      assertThat(sent)
          .allSatisfy(
              it -> {
                assertThat(it.wrong()).isZero();
                assertThat(it.peak()).isBetween(2, WINDOW);
                assertThat(it.seconds()).isPositive();
              });
    }
  }

  private static Sent send(Ground ground, Design design) throws IOException {
    Client client = design.client();
    List<OutboundMessage> campaign = Outbound.campaign(client.tenant(), "it", MESSAGES);
    design.begin(campaign);
    ground.awaitAccepted(client, MESSAGES, PATIENCE);
    return ground.sent(client, "it", campaign);
  }
}
