package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.SimulatedTenants.WINDOW;
import static dev.sluice.dispatcher.SimulatedTenants.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ProviderBehaviour;
import dev.sluice.simulator.Throttle;
import dev.sluice.testsupport.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// On a real broker, over HTTP to a simulated provider.
@Timeout(120)
final class CampaignDispatcherIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final ProviderBehaviour PROMPT =
      ProviderBehaviour.accepting(Latency.constant(Duration.ofMillis(20)));

  /// What a provider is like: most answers at once, a few very late.
  private static final ProviderBehaviour HEAVY_TAILED =
      ProviderBehaviour.accepting(Latency.lognormal(Duration.ofMillis(60), Duration.ofMillis(600)));

  private static final ProviderBehaviour SLOW =
      ProviderBehaviour.accepting(Latency.constant(Duration.ofSeconds(2)));

  @BeforeAll
  static void createTopics() {
    TestBroker.createSharedTopics();
  }

  @Test
  void shouldSendACampaignOnceWithinTheWindow() {
    try (SimulatedTenants tenants = SimulatedTenants.of(HEAVY_TAILED).withTopics()) {
      // Given
      tenants.campaign(0, 300);

      // When
      tenants.startDispatcher();
      List<DeliveryOutcome> outcomes = tenants.outcomes(0, 300);

      // Then
      assertThat(messageIds(outcomes)).containsExactlyInAnyOrderElementsOf(ids(300));
      assertThat(outcomes).allMatch(DeliveryOutcome.Accepted.class::isInstance);
      assertThat(tenants.report(0).arrivals().values()).allMatch(times -> times == 1);
      assertThat(tenants.report(0).peakInFlight()).isBetween(WINDOW / 2, WINDOW);
    }
  }

  /// 15 s is what is promised: at most 10 s until the broker looks for new topics, and a heartbeat.
  @Test
  void shouldTakeInATenantWhoseTopicsAreCreatedLater() {
    try (SimulatedTenants tenants = SimulatedTenants.of(PROMPT, PROMPT)) {
      // Given
      TestBroker.createTopicsFor(tenants.tenant(0));
      tenants.campaign(0, 1);
      CampaignDispatcher dispatcher = tenants.startDispatcher();
      tenants.outcomes(0, 1);
      assertThat(dispatcher.ready()).isTrue();

      // When
      TestBroker.createTopicsFor(tenants.tenant(1));
      tenants.campaign(1, 3);

      // Then
      await().atMost(Duration.ofSeconds(15)).until(() -> tenants.accepted(1) == 3);
    }
  }

  @Test
  void shouldNotLetASlowTenantHoldUpAFastOne() {
    try (SimulatedTenants tenants = SimulatedTenants.of(SLOW, PROMPT).withTopics()) {
      // Given
      tenants.campaign(0, 200);
      tenants.startDispatcher();
      await().atMost(PATIENCE).until(() -> tenants.report(0).peakInFlight() >= WINDOW - 4);

      // When
      tenants.campaign(1, 100);
      await().atMost(PATIENCE).until(() -> tenants.accepted(1) == 100);

      // Then
      assertThat(tenants.accepted(0)).isLessThan(100);
    }
  }

  @Test
  void shouldLoseNothingAndRepeatLittleWhenItIsKilled() throws IOException, InterruptedException {
    try (SimulatedTenants tenants = SimulatedTenants.of(HEAVY_TAILED).withTopics()) {
      // Given
      tenants.campaign(0, 600);
      String broker = String.valueOf(TestBroker.connection().get("bootstrap.servers"));
      Process child = DispatcherChild.start(broker, tenants);
      try {
        await().atMost(PATIENCE).until(() -> tenants.accepted(0) > 200);
      } finally {
        DispatcherChild.kill(child);
      }
      List<DeliveryOutcome> before = tenants.outcomes(0, 1);
      assertThat(before).as("outcomes before the end").hasSizeLessThan(600);

      // When
      tenants.startDispatcher();
      await()
          .atMost(PATIENCE)
          .until(() -> new HashSet<>(messageIds(tenants.outcomes(0, 1))).size() == 600);

      // Then
      assertThat(tenants.report(0).accepted().keySet())
          .containsExactlyInAnyOrderElementsOf(ids(600));
      assertThat(tenants.report(0).accepted().values()).allMatch(times -> times <= 2);
      assertThat(tenants.report(0).sentTwice())
          .isLessThanOrEqualTo(WINDOW + finishedInTheLastSecond(before));
    }
  }

  /// What a commit each 100 ms may have missed, on a machine that has better things to do.
  private static long finishedInTheLastSecond(List<DeliveryOutcome> outcomes) {
    Instant last =
        outcomes.stream()
            .map(it -> it.delivery().finishedAt())
            .max(Instant::compareTo)
            .orElseThrow();
    Instant from = last.minusSeconds(1);
    return outcomes.stream().filter(it -> it.delivery().finishedAt().isAfter(from)).count();
  }

  @Test
  void shouldRepeatNothingWhenItIsClosedInTheMiddleAndStartedAgain() {
    try (SimulatedTenants tenants = SimulatedTenants.of(HEAVY_TAILED).withTopics()) {
      // Given
      tenants.campaign(0, 300);
      CampaignDispatcher first = tenants.startDispatcher();
      await().atMost(PATIENCE).until(() -> tenants.accepted(0) > 80);
      first.close();
      int acceptedByTheFirst = tenants.accepted(0);

      // When
      tenants.startDispatcher();
      List<DeliveryOutcome> outcomes = tenants.outcomes(0, 300);

      // Then
      assertThat(acceptedByTheFirst).isLessThan(300);
      assertThat(messageIds(outcomes)).containsExactlyInAnyOrderElementsOf(ids(300));
      assertThat(tenants.report(0).arrivals().values()).allMatch(times -> times == 1);
    }
  }

  @Test
  void shouldHandTenantsOverToASecondDispatcherWithoutRepeatingAnything() {
    try (SimulatedTenants tenants =
        SimulatedTenants.of(HEAVY_TAILED, HEAVY_TAILED, HEAVY_TAILED, HEAVY_TAILED).withTopics()) {
      // Given
      for (int tenant = 0; tenant < 4; tenant++) {
        tenants.campaign(tenant, 800);
      }
      tenants.startDispatcher();
      await().atMost(PATIENCE).until(() -> tenants.accepted(0) > 50);

      // When
      tenants.startDispatcher();
      Set<Integer> outcomes =
          Set.of(0, 1, 2, 3).stream()
              .map(tenant -> tenants.outcomes(tenant, 800).size())
              .collect(Collectors.toSet());

      // Then
      assertThat(outcomes).containsExactly(800);
      for (int tenant = 0; tenant < 4; tenant++) {
        assertThat(tenants.report(tenant).arrivals().values()).allMatch(times -> times == 1);
        assertThat(tenants.report(tenant).peakInFlight()).isLessThanOrEqualTo(WINDOW);
      }
    }
  }

  @Test
  void shouldBurnNoRecipientWhenTheNumberIsThrottled() {
    Throttle throttle = Throttle.rate(25).withRetryAfter(Duration.ofSeconds(1));
    try (SimulatedTenants tenants =
        SimulatedTenants.of(PROMPT.withThrottle(throttle)).withTopics()) {
      // Given
      tenants.campaign(0, 80);

      // When
      tenants.startDispatcher();
      List<DeliveryOutcome> outcomes = tenants.outcomes(0, 80);

      // Then
      assertThat(tenants.report(0).throttled()).isPositive();
      assertThat(outcomes).hasSize(80).allMatch(DeliveryOutcome.Accepted.class::isInstance);
    }
  }

  @Test
  void shouldSendRepliesAheadOfACampaignAndInOrder() {
    try (SimulatedTenants tenants = SimulatedTenants.of(SLOW).withTopics()) {
      // Given
      tenants.campaign(0, 200);
      tenants.startDispatcher();
      await().atMost(PATIENCE).until(() -> tenants.report(0).peakInFlight() >= WINDOW - 4);

      // When
      tenants.reply(0, "reply-1", "491555");
      tenants.reply(0, "reply-2", "491555");
      await().atMost(PATIENCE).until(() -> acceptedIds(tenants).contains("reply-2"));

      // Then
      assertThat(tenants.accepted(0)).isLessThan(150);
      assertThat(messageIds(tenants.outcomes(0, 2)))
          .filteredOn(it -> it.startsWith("reply"))
          .startsWith("reply-1");
    }
  }

  private static Set<String> acceptedIds(SimulatedTenants tenants) {
    return tenants.report(0).accepted().keySet();
  }

  @Test
  void shouldPutGarbageAsideAndGoOn() {
    try (SimulatedTenants tenants = SimulatedTenants.of(PROMPT).withTopics()) {
      // Given
      byte[] garbage = "not json".getBytes(StandardCharsets.UTF_8);
      Topic<String, OutboundMessage> topic = Topics.CAMPAIGN_OF.of(tenants.id(0));
      Topic<String, byte[]> untyped =
          new Topic<>(
              topic.name(),
              topic.keys(),
              Serdes.ByteArray(),
              topic.retention(),
              topic.partitions());
      TestBroker.produce(untyped, "nobody", garbage);
      tenants.campaign(0, 2);

      // When
      tenants.startDispatcher();
      List<DeliveryOutcome> outcomes = tenants.outcomes(0, 2);

      // Then
      assertThat(messageIds(outcomes)).containsExactlyInAnyOrder("m-0", "m-1");
      assertThat(TestBroker.readAll(Topics.DEAD_LETTERS, tenants.id(0), 1, PATIENCE))
          .singleElement()
          .satisfies(letter -> assertThat(letter.value()).isEqualTo(garbage));
    }
  }

  private static List<String> messageIds(List<DeliveryOutcome> outcomes) {
    return outcomes.stream().map(it -> it.delivery().messageId()).toList();
  }
}
