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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A tenant with more messages than it may have pending: the rest is parked, nobody else notices,
/// nothing is lost and nothing overtakes.
class ParkingTest {

  private static final int PENDING_MAX = 10;

  private final TestTenant bank = TestTenants.unique("bank");
  private final TestTenant shop = TestTenants.unique("shop");

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
  void shouldParkWhatIsBeyondTheLimitOfOneTenantAndNobodyElses() {
    // Given
    TopologyHarness topology = topology(Guarantee.EXACTLY_ONCE);

    // When
    burst(topology, 0, 25);
    topology.post(shop.id(), text(shop, "wamid.n"));
    topology.settle();

    // Then
    assertThat(ids(topology)).as("the neighbour does not wait").contains("wamid.n");
    assertThat(topology.count("sluice.topology.parked")).isEqualTo(15);
  }

  @Test
  void shouldReleaseParkedMessagesInOrder() {
    // Given
    TopologyHarness topology = topology(Guarantee.EXACTLY_ONCE);
    burst(topology, 0, 57);
    assertThat(topology.pending()).isEqualTo(PENDING_MAX);
    assertThat(topology.parked()).isEqualTo(47);

    // When
    List<String> released = drain(topology);

    // Then
    assertThat(released).isEqualTo(numbers(0, 57));
    assertThat(topology.pending() + topology.parked()).isZero();
  }

  @Test
  void shouldParkLaterMessagesBehindParkedOnesThoughThereIsRoom() {
    // Given a tenant with parked messages of which four pending ones have just left
    TopologyHarness topology = topology(Guarantee.EXACTLY_ONCE);
    burst(topology, 0, 12);
    for (int number = 0; number < 4; number++) {
      topology.sentiment().runNext();
      topology.category().runNext();
    }
    topology.tick();
    assertThat(topology.pending()).isEqualTo(6);

    // When
    burst(topology, 12, 13);

    // Then
    assertThat(topology.parked()).isEqualTo(3);
    assertThat(drain(topology)).isEqualTo(numbers(0, 13));
  }

  @Test
  void shouldRefuseARepetitionOfWhatIsParked() {
    // Given
    TopologyHarness topology = topology(Guarantee.EXACTLY_ONCE);
    burst(topology, 0, 20);

    // When
    burst(topology, 15, 20);

    // Then
    assertThat(drain(topology)).isEqualTo(numbers(0, 20));
    assertThat(topology.count("sluice.dedupe.dropped")).isEqualTo(5);
  }

  @Test
  void shouldLoseNothingThatWasParkedInACrash() {
    // Given
    TopologyHarness topology = topology(Guarantee.EXACTLY_ONCE);
    burst(topology, 0, 30);

    // When
    topology.crash();
    burst(topology, 30, 33);

    // Then
    assertThat(topology.parked()).isEqualTo(23);
    assertThat(drain(topology)).isEqualTo(numbers(0, 33));
  }

  @Test
  void shouldShowATenantsNumbersWhileItHasAnythingWaiting() {
    // Given
    TopologyHarness topology = topology(Guarantee.EXACTLY_ONCE);

    // When
    burst(topology, 0, 12);

    // Then
    assertThat(gauge(topology, "sluice.topology.pending")).isEqualTo(10);
    assertThat(gauge(topology, "sluice.topology.parked.now")).isEqualTo(2);
    drain(topology);
    assertThat(gauge(topology, "sluice.topology.pending")).isZero();
    assertThat(gauge(topology, "sluice.topology.parked.now")).isZero();
  }

  @Test
  void shouldKeepTheOrderOfParkedMessagesWithoutTransactions() {
    // Given
    TopologyHarness topology = topology(Guarantee.AT_LEAST_ONCE);
    burst(topology, 0, 57);

    // When
    List<String> released = drain(topology);

    // Then
    assertThat(released).isEqualTo(numbers(0, 57));
    topology.advance(Duration.ofMillis(50));
    topology.advance(Duration.ofMillis(50));
    assertThat(topology.pending() + topology.parked()).isZero();
  }

  private TopologyHarness topology(Guarantee guarantee) {
    TopologyHarness harness =
        new TopologyHarness(
            Tenants.of(bank.tenant(), shop.tenant()),
            new LexiconSentiment(),
            new KeywordCategory(),
            100,
            new Stages.Limits(TopologySettings.DUPLICATE_WINDOW, PENDING_MAX, guarantee),
            state);
    open = harness;
    return harness;
  }

  private void burst(TopologyHarness topology, int from, int to) {
    for (int number = from; number < to; number++) {
      topology.post(bank.id(), text(bank, "wamid." + number));
    }
  }

  private static List<String> drain(TopologyHarness topology) {
    List<String> released = new ArrayList<>();
    for (int round = 0; round < 100; round++) {
      topology.settle();
      topology.advance(Duration.ofMillis(10));
      released.addAll(ids(topology));
    }
    return released;
  }

  private double gauge(TopologyHarness topology, String name) {
    return topology.registry().get(name).tag("tenant", bank.id().value()).gauge().value();
  }

  private static byte[] text(TestTenant tenant, String id) {
    return MetaPayloads.whatsApp(tenant.account(Channel.WHATSAPP))
        .text(id, "12025550101", "hello")
        .bytes();
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(number -> "wamid." + number).toList();
  }

  private static List<String> ids(TopologyHarness topology) {
    return topology.inbox().stream().map(item -> item.message().messageId()).toList();
  }
}
