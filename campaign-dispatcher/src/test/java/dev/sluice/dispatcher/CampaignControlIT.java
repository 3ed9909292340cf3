package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.Messages.SPRING;
import static dev.sluice.dispatcher.SimulatedTenants.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Topics;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ProviderBehaviour;
import dev.sluice.testsupport.TestBroker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Pause, resume and cancel on a real broker, over HTTP to a simulated provider.
@Timeout(120)
final class CampaignControlIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final CampaignId AUTUMN = new CampaignId("autumn");

  private static final ProviderBehaviour STEADY =
      ProviderBehaviour.accepting(Latency.constant(Duration.ofMillis(200)));

  @BeforeAll
  static void createTopics() {
    TestBroker.createSharedTopics();
  }

  private static void set(SimulatedTenants tenants, State state) {
    Campaign campaign = Messages.campaign(tenants.id(0), SPRING, state);
    TestBroker.produce(Topics.CAMPAIGNS, campaign.key(), campaign);
  }

  private static boolean isAccepted(SimulatedTenants tenants, String id) {
    return tenants.report(0).accepted().containsKey(id);
  }

  private static void appendOfAutumn(SimulatedTenants tenants, String id) {
    OutboundMessage message = Messages.bulk(tenants.id(0), AUTUMN, id);
    TestBroker.produce(Topics.CAMPAIGN_OF.of(tenants.id(0)), message.recipient().value(), message);
  }

  @Test
  void shouldSendExactlyWhatRemainsWhenAPausedCampaignIsResumed() {
    try (SimulatedTenants tenants = SimulatedTenants.of(STEADY).withTopics()) {
      // Given: paused in the middle
      set(tenants, State.RUNNING);
      tenants.campaign(0, 400);
      tenants.startDispatcher();
      await().atMost(PATIENCE).until(() -> tenants.accepted(0) > 60);
      set(tenants, State.PAUSED);
      appendOfAutumn(tenants, "autumn-1");
      tenants.reply(0, "reply-1", "491555");
      await()
          .atMost(PATIENCE)
          .until(() -> isAccepted(tenants, "autumn-1") && isAccepted(tenants, "reply-1"));
      int acceptedPaused = tenants.accepted(0);

      // When
      set(tenants, State.RUNNING);
      List<DeliveryOutcome> outcomes = tenants.outcomes(0, 402);

      // Then
      assertThat(acceptedPaused).isLessThan(300);
      assertThat(tenants.report(0).accepted().keySet()).containsAll(ids(400)).hasSize(402);
      assertThat(tenants.report(0).arrivals().values()).allMatch(times -> times == 1);
      assertThat(outcomes).hasSize(402).allMatch(DeliveryOutcome.Accepted.class::isInstance);
    }
  }

  @Test
  void shouldSkipWhatIsLeftOfAPausedCampaignThatIsCancelled() {
    try (SimulatedTenants tenants = SimulatedTenants.of(STEADY).withTopics()) {
      // Given: all of it parked
      set(tenants, State.PAUSED);
      tenants.campaign(0, 50);
      tenants.startDispatcher();
      TestBroker.readAll(Topics.DISPATCH_RETRY, tenants.id(0), 50, PATIENCE);

      // When
      set(tenants, State.CANCELLED);
      List<DeliveryOutcome> outcomes = tenants.outcomes(0, 50);

      // Then
      assertThat(tenants.accepted(0)).isZero();
      assertThat(outcomes).hasSize(50).allMatch(DeliveryOutcome.Skipped.class::isInstance);
    }
  }
}
