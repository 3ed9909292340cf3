package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.dispatcher.Echoes.Echo;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.testsupport.TestBroker;
import dev.sluice.testsupport.TestTenants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// On a real broker: what it does with offsets by time is the broker's to say.
@Timeout(60)
final class StatusFollowerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TenantId tenant = TestTenants.unique("echoes").id();
  private final Instant start = Instant.now();
  private final Echoes echoes = new Echoes(start);
  private final List<String> news = new CopyOnWriteArrayList<>();
  private final List<Echo> heard = new CopyOnWriteArrayList<>();
  private final StatusFollower follower =
      new StatusFollower(
          KafkaClients.follower(TestBroker.connection(), IsolationLevel.READ_UNCOMMITTED),
          echoes,
          status -> note(status));

  @BeforeAll
  static void createTopics() {
    TestBroker.createSharedTopics();
  }

  @AfterEach
  void close() {
    follower.close();
  }

  private void note(ProviderStatus status) {
    if (status.tenant().equals(tenant)) {
      news.add(String.valueOf(status.correlation()));
    }
  }

  private void post(String messageId) {
    TestBroker.produce(
        Topics.STATUSES, tenant.value(), EchoesTest.status(tenant, messageId, State.SENT));
  }

  @Test
  void shouldGoBackForThosePostedBeforeItsStartAndCountThemAsNoNews() {
    // Given
    Instant before = Instant.now().minusSeconds(1);
    post("early");
    follower.start();
    await().atMost(PATIENCE).until(follower::isComplete);
    post("late");
    await().atMost(PATIENCE).until(() -> news.contains("late"));
    echoes.listen(new Echoes.Key(tenant, "early"), heard::add);
    assertThat(heard).isEmpty();

    // When
    follower.lookBack(before);

    // Then
    await().atMost(PATIENCE).until(() -> !heard.isEmpty());
    await().atMost(PATIENCE).until(follower::isComplete);
    assertThat(heard).containsExactly(new Echo("wamid.early", null));
    assertThat(news).containsExactly("late");
    assertThat(echoes.completeSince()).isEqualTo(before);
  }
}
