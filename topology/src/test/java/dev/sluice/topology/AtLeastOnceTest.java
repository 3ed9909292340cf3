package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.schemas.Channel;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Without transactions some writes arrive and others do not; a message may come twice and must not
/// be lost.
class AtLeastOnceTest {

  /// Longer than two looks of [AfterCommit].
  private static final Duration COMMITTED = Duration.ofMillis(50);

  private final TestTenant bank = TestTenants.unique("bank");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path state;

  private @Nullable TopologyHarness open;

  @AfterEach
  void closeTopology() {
    if (open != null) {
      open.close();
    }
  }

  @Test
  void shouldKeepAMessagePendingUntilItsCopyIsSafe() {
    // Given
    TopologyHarness topology = topology();
    topology.post(bank.id(), text("wamid.1"));

    // When
    topology.settle();

    // Then
    assertThat(ids(topology)).containsExactly("wamid.1");
    assertThat(topology.pending()).isEqualTo(1);
    topology.advance(COMMITTED);
    topology.advance(COMMITTED);
    assertThat(topology.pending()).isZero();
  }

  @Test
  void shouldReleaseAgainWhatMayNotHaveArrived() {
    // Given
    TopologyHarness topology = topology();
    topology.post(bank.id(), text("wamid.1"));
    topology.settle();
    assertThat(ids(topology)).containsExactly("wamid.1");

    // When
    topology.crash();
    topology.settle();

    // Then
    assertThat(ids(topology)).containsExactly("wamid.1");
  }

  @Test
  void shouldNotTakeAWebhookReadAgainForARepetition() {
    // Given a crash that kept the sighting and lost the message
    TopologyHarness topology = topology();
    topology.post(bank.id(), text("wamid.1"));
    topology.crashLosing(Names.PENDING_STORE, 0);

    // When the webhook is read again, and then repeated
    topology.post(bank.id(), text("wamid.1"));
    topology.post(bank.id(), text("wamid.1"));
    topology.settle();

    // Then
    assertThat(ids(topology)).containsExactly("wamid.1");
    assertThat(topology.count("sluice.dedupe.dropped")).isEqualTo(1);
  }

  @Test
  void shouldNotAdmitTwiceWhatIsPendingAndReadAgain() {
    // Given a crash that kept both and lost the offset
    TopologyHarness topology = topology();
    topology.post(bank.id(), text("wamid.1"));
    topology.crashLosing(Names.PARKED_STORE, 0);

    // When
    topology.post(bank.id(), text("wamid.1"));
    topology.settle();

    // Then
    assertThat(ids(topology)).containsExactly("wamid.1");
    assertThat(topology.sentiment().submitted()).isEqualTo(1);
  }

  private TopologyHarness topology() {
    TopologyHarness harness =
        new TopologyHarness(
            Tenants.of(bank.tenant()),
            new LexiconSentiment(),
            new KeywordCategory(),
            100,
            new Stages.Limits(TopologySettings.DUPLICATE_WINDOW, 100, Guarantee.AT_LEAST_ONCE),
            state);
    open = harness;
    return harness;
  }

  private byte[] text(String id) {
    return MetaPayloads.whatsApp(bank.account(Channel.WHATSAPP))
        .text(id, "12025550101", "hello")
        .bytes();
  }

  private static List<String> ids(TopologyHarness topology) {
    return topology.inbox().stream().map(item -> item.message().messageId()).toList();
  }
}
