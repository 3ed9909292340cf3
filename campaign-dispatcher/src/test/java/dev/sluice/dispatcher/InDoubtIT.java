package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.SimulatedTenants.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.InDoubtRule;
import dev.sluice.schemas.InDoubtRule.Action;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ProviderBehaviour;
import dev.sluice.testsupport.TestBroker;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of messages of which nobody knows whether they were sent, on a real broker.
@Timeout(180)
final class InDoubtIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final ProviderBehaviour HEAVY_TAILED =
      ProviderBehaviour.accepting(Latency.lognormal(Duration.ofMillis(60), Duration.ofMillis(600)));

  /// Takes a tenth of the messages without an answer.
  private static final ProviderBehaviour SILENT_NOW_AND_THEN =
      ProviderBehaviour.accepting(Latency.constant(Duration.ofMillis(20))).withDropShare(0.1);

  /// A hundred times what a status takes here. What was in hand and not sent waits as long.
  private static final InDoubtRule LONG =
      new InDoubtRule(Duration.ofSeconds(10), Action.RESEND, Action.UNKNOWN);

  private static final InDoubtRule SHORT =
      new InDoubtRule(Duration.ofSeconds(1), Action.RESEND, Action.UNKNOWN);

  @BeforeAll
  static void createTopics() {
    TestBroker.createSharedTopics();
  }

  private static Set<String> decided(SimulatedTenants tenants) {
    return tenants.outcomes(0, 1).stream()
        .map(it -> it.delivery().messageId())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Map<String, Long> kinds(List<DeliveryOutcome> outcomes) {
    return outcomes.stream()
        .collect(Collectors.groupingBy(it -> it.getClass().getSimpleName(), Collectors.counting()));
  }

  @Test
  void shouldSendNothingTwiceWhenItIsKilledAndStatusesTell() throws Exception {
    try (SimulatedTenants tenants = SimulatedTenants.of(LONG, HEAVY_TAILED).withTopics();
        EchoFeed _ = EchoFeed.start(tenants)) {
      // Given
      tenants.campaign(0, 600);
      String broker = String.valueOf(TestBroker.connection().get("bootstrap.servers"));
      Process child = DispatcherChild.start(broker, tenants);
      try {
        await().atMost(PATIENCE).until(() -> tenants.accepted(0) >= 200);
      } finally {
        DispatcherChild.kill(child);
      }

      // When
      tenants.startDispatcher();
      await().atMost(PATIENCE).until(() -> decided(tenants).size() == 600);

      // Then
      assertThat(tenants.report(0).accepted().keySet())
          .containsExactlyInAnyOrderElementsOf(ids(600));
      assertThat(tenants.report(0).sentTwice()).isZero();
      assertThat(tenants.outcomes(0, 600)).allMatch(DeliveryOutcome.Accepted.class::isInstance);
    }
  }

  @Test
  void shouldCountAsAcceptedWhatAStatusTellsOfWhenNoAnswerCame() throws Exception {
    try (SimulatedTenants tenants = SimulatedTenants.of(LONG, SILENT_NOW_AND_THEN).withTopics();
        EchoFeed _ = EchoFeed.start(tenants)) {
      // Given
      tenants.campaign(0, 200);
      tenants.reply(0, "reply-1", "491555");

      // When
      tenants.startDispatcher();
      List<DeliveryOutcome> outcomes = tenants.outcomes(0, 201);

      // Then
      assertThat(kinds(outcomes)).isEqualTo(Map.of("Accepted", 201L));
      assertThat(tenants.report(0).dropped()).isPositive();
      assertThat(tenants.report(0).sentTwice()).isZero();
    }
  }

  @Test
  void shouldSendRepliesAgainAndLeaveCampaignsUnknownWhenNobodyTells() {
    try (SimulatedTenants tenants = SimulatedTenants.of(SHORT, SILENT_NOW_AND_THEN).withTopics()) {
      // Given
      tenants.campaign(0, 100);
      for (int i = 0; i < 40; i++) {
        tenants.reply(0, "reply-" + i, "49155" + i);
      }

      // When
      tenants.startDispatcher();
      List<DeliveryOutcome> outcomes = tenants.outcomes(0, 140);

      // Then
      Map<String, Long> ofReplies = kinds(outcomes.stream().filter(InDoubtIT::isReply).toList());
      Map<String, Long> ofCampaign = kinds(outcomes.stream().filter(it -> !isReply(it)).toList());
      assertThat(ofReplies).isEqualTo(Map.of("Accepted", 40L));
      assertThat(ofCampaign.keySet()).containsExactlyInAnyOrder("Accepted", "Unknown");
      assertThat(tenants.report(0).accepted().entrySet())
          .filteredOn(it -> !it.getKey().startsWith("reply"))
          .allMatch(it -> it.getValue() == 1);
    }
  }

  private static boolean isReply(DeliveryOutcome outcome) {
    return outcome.delivery().campaign() == null;
  }
}
