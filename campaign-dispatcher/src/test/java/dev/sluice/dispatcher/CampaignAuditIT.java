package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.Messages.SPRING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.books.AuditReader;
import dev.sluice.dispatcher.books.AuditReport;
import dev.sluice.dispatcher.books.BooksReader;
import dev.sluice.dispatcher.books.CampaignCount;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.Topics;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ProviderBehaviour;
import dev.sluice.testsupport.TestBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The accounts of a real campaign, looked at all the time while it is sent, paused and resumed.
@Timeout(60)
final class CampaignAuditIT {

  private static final int TOTAL = 300;

  private static final ProviderBehaviour STEADY =
      ProviderBehaviour.accepting(Latency.constant(Duration.ofMillis(300)));

  @BeforeAll
  static void createTopics() {
    TestBroker.createSharedTopics();
  }

  private static Campaign planned(SimulatedTenants tenants) {
    Instant now = Instant.now();
    CampaignPlan plan = new CampaignPlan("offer", now, null, null, null, null);
    return new Campaign(tenants.id(0), SPRING, State.RUNNING, TOTAL, null, now, plan);
  }

  private static void set(Campaign campaign, State state) {
    Campaign changed = campaign.changed(state, null, Instant.now());
    TestBroker.produce(Topics.CAMPAIGNS, changed.key(), changed);
  }

  @Test
  void shouldAccountForEveryMessageAtEveryLook() {
    try (SimulatedTenants tenants = SimulatedTenants.of(STEADY).withTopics();
        AuditReader audits = AuditReader.open(TestBroker.connection(), tenants.group());
        BooksReader books = BooksReader.open(TestBroker.connection())) {
      // Given
      Campaign campaign = planned(tenants);
      set(campaign, State.RUNNING);
      tenants.campaign(0, TOTAL);
      tenants.startDispatcher();
      List<AuditReport> looks = new ArrayList<>();

      boolean paused = false;
      boolean resumed = false;

      // When: paused in the middle, and resumed when all that was left is parked
      AuditReport look;
      do {
        look = audits.audit(tenants.id(0), SPRING);
        looks.add(look);
        if (!paused && look.decided() > 0) {
          set(campaign, State.PAUSED);
          paused = true;
        } else if (paused && !resumed && look.pending() == 0) {
          set(campaign, State.RUNNING);
          resumed = true;
        }
      } while (look.decided() < TOTAL && look.isWhole());

      // Then
      assertThat(looks)
          .allMatch(AuditReport::isWhole)
          .allMatch(it -> it.appended() == TOTAL && it.missing() == 0)
          .allMatch(it -> it.decided() + it.pending() + it.parked() == TOTAL)
          .anyMatch(it -> it.parked() > 0);
      CampaignCount count = books.read(tenants.id(0), SPRING).getFirst();
      assertThat(count.accepted()).isEqualTo(TOTAL);
      assertThat(count.pending()).isZero();
    }
  }
}
