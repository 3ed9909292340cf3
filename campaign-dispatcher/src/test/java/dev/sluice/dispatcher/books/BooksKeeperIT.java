package dev.sluice.dispatcher.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Topics;
import dev.sluice.testsupport.TestBroker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The accounts as they are kept beside a real broker.
@Timeout(60)
final class BooksKeeperIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final CampaignId AUTUMN = new CampaignId("autumn");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HandWritten tenant = new HandWritten();
  private final List<BooksKeeper> keepers = new ArrayList<>();

  @BeforeAll
  static void createTopics() {
    TestBroker.createSharedTopics();
  }

  @AfterEach
  void stop() {
    keepers.forEach(BooksKeeper::close);
    tenant.close();
  }

  private BooksKeeper keeper(SimpleMeterRegistry shownIn) {
    BooksKeeper keeper = BooksKeeper.start(TestBroker.connection(), tenant.group(), shownIn, LOOK);
    keepers.add(keeper);
    return keeper;
  }

  private OptionalDouble messages(SimpleMeterRegistry shownIn, String state) {
    Gauge gauge =
        shownIn
            .find("sluice.campaign.messages")
            .tags("tenant", tenant.tenant().value(), "campaign", "spring", "state", state)
            .gauge();
    return gauge == null ? OptionalDouble.empty() : OptionalDouble.of(gauge.value());
  }

  private OptionalDouble unaccounted(CampaignId campaign) {
    Gauge gauge =
        registry
            .find("sluice.campaign.unaccounted")
            .tags("tenant", tenant.tenant().value(), "campaign", campaign.value())
            .gauge();
    return gauge == null ? OptionalDouble.empty() : OptionalDouble.of(gauge.value());
  }

  private void awaitMessages(SimpleMeterRegistry shownIn, String state, int expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(messages(shownIn, state)).hasValue(expected));
  }

  private State stateOfSpring() {
    try (BooksReader reader = BooksReader.open(TestBroker.connection())) {
      return reader.read(tenant.tenant(), Outcomes.SPRING).getFirst().campaign().state();
    }
  }

  @Test
  void shouldShowACampaignAndEndItWhenEveryMessageIsDecided() {
    keeper(registry);
    // Given: a campaign of which two came before the keeper knew of it
    tenant.store(tenant.said().accepted("m-1"));
    tenant.store(tenant.said().accepted("m-2"));
    tenant.store(tenant.said().failedLate("m-2"));
    tenant.set(tenant.said().campaign(State.RUNNING, 3));
    awaitMessages(registry, "accepted", 1);
    awaitMessages(registry, "failed", 1);
    awaitMessages(registry, "pending", 1);

    // When
    tenant.store(tenant.said().skipped("m-3"));

    // Then
    await().atMost(PATIENCE).until(() -> stateOfSpring() == State.DONE);
    await().atMost(PATIENCE).until(() -> messages(registry, "accepted").isEmpty());
  }

  @Test
  void shouldGoOnWhereAnotherKeeperHasStopped() {
    SimpleMeterRegistry second = new SimpleMeterRegistry();
    BooksKeeper first = keeper(registry);
    // Given
    tenant.set(tenant.said().campaign(State.PAUSED, 3));
    tenant.store(tenant.said().accepted("m-1"));
    tenant.store(tenant.said().accepted("m-2"));
    tenant.store(tenant.said().failedLate("m-2"));
    awaitMessages(registry, "accepted", 1);
    keeper(second);

    // When
    first.close();

    // Then
    awaitMessages(second, "accepted", 1);
    awaitMessages(second, "failed", 1);
    assertThat(messages(registry, "accepted")).as("of the first").isEmpty();
  }

  @Test
  void shouldRaiseTheAlarmForAMessageWithoutAnOutcomeAndNotForAParkedOne() {
    tenant.withTopics();
    keeper(registry);
    // Given: of spring an outcome is withheld, of autumn a message is parked, winter is paused
    OutboundMessage parked = tenant.said().message(AUTUMN, "a-1");
    CampaignId winter = new CampaignId("winter");
    tenant.park(parked);
    tenant.append(parked);
    tenant.append("m-1");
    long withheld = tenant.appendInTransaction("m-2");
    tenant.store(tenant.said().accepted("m-1"));
    tenant.commit(withheld + 1, "");
    tenant.set(tenant.said().campaign(AUTUMN, State.RUNNING, 1));
    tenant.set(tenant.said().campaign(winter, State.PAUSED, 1));

    // When
    tenant.set(tenant.said().campaign(State.RUNNING, 2));

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(unaccounted(Outcomes.SPRING)).hasValue(1));
    assertThat(unaccounted(AUTUMN)).as("parked").hasValue(0);
    assertThat(unaccounted(winter)).as("paused").hasValue(0);
    tenant.store(tenant.said().accepted("m-2"));
    await().atMost(PATIENCE).until(() -> stateOfSpring() == State.DONE);
  }

  @Test
  void shouldRaiseTheAlarmForMoreOutcomesThanMessages() {
    keeper(registry);
    // Given
    Campaign one = tenant.said().campaign(State.PAUSED, 1);
    tenant.store(tenant.said().accepted("m-1"));
    tenant.store(tenant.said().accepted("m-2"));

    // When
    TestBroker.produce(Topics.CAMPAIGNS, one.key(), one);

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(unaccounted(Outcomes.SPRING)).hasValue(1));
  }
}
