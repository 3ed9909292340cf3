package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.TenantId;
import dev.sluice.simulator.FakeGateway.Post;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MetaSimulatorTest {

  private static final String SECRET = "app secret";
  private static final TenantId TENANT = new TenantId("bank");
  private static final Business BANK =
      new Business(
          TENANT,
          MetaApp.of(TENANT, SECRET),
          Industry.BANK,
          Map.of(
              Channel.WHATSAPP, "106540352242922",
              Channel.MESSENGER, "1906385232743451",
              Channel.INSTAGRAM, "17841400000000001"));
  private static final Redelivery QUICK =
      new Redelivery(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(20));

  @Test
  void shouldPostEveryMessageSignedAndInOrderWithinItsConversation() throws InterruptedException {
    // Given
    BurstPlan plan = withDuplicates(plan(20, 5), 0);
    try (FakeGateway gateway = FakeGateway.acknowledging(SECRET);
        MetaSimulator meta = MetaSimulator.open(MetaSettings.of(gateway.url()))) {

      // When
      BurstReport report = meta.send(plan);

      // Then
      assertThat(report.planned()).isEqualTo(100);
      assertThat(report.sent()).isEqualTo(100);
      assertThat(report.acknowledged()).isEqualTo(100);
      assertThat(report.redelivered() + report.duplicated()).isZero();
      assertThat(report.ackMillis().count()).isEqualTo(100);
      assertThat(gateway.posts()).hasSize(100).allMatch(Post::signed);
      assertThat(gateway.posts()).allMatch(post -> post.path().equals("/webhooks/bank"));
      List<String> arrived = gateway.posts().stream().map(Post::messageId).toList();
      assertThat(report.expected()).hasSize(20);
      assertThat(report.expected().values())
          .allSatisfy(ids -> assertThat(arrived).containsSubsequence(ids));
      assertThat(report.expected().values().stream().flatMap(List::stream))
          .containsExactlyInAnyOrderElementsOf(arrived);
      assertThat(arrived).allMatch(id -> id.matches("(wamid\\.|m_|aWdf).{30,}"));
    }
  }

  @Test
  void shouldSendTheSameIdsForTheSameSeed() throws InterruptedException {
    // Given
    BurstPlan plan = plan(5, 3);
    try (FakeGateway gateway = FakeGateway.acknowledging(SECRET);
        MetaSimulator meta = MetaSimulator.open(MetaSettings.of(gateway.url()))) {
      BurstReport first = meta.send(plan);

      // When
      BurstReport second = meta.send(plan);

      // Then
      assertThat(second.expected()).isEqualTo(first.expected());
      assertThat(second.duplicated()).isEqualTo(first.duplicated());
    }
  }

  @Test
  void shouldRunConversationsSideBySideUpToTheBound() throws InterruptedException {
    // Given
    int together = 8;
    CyclicBarrier barrier = new CyclicBarrier(together);
    try (FakeGateway gateway = FakeGateway.answering(SECRET, post -> meet(barrier));
        MetaSimulator meta =
            MetaSimulator.open(MetaSettings.of(gateway.url()).withConversationsAtOnce(together))) {

      // When
      BurstReport report = meta.send(withDuplicates(plan(2 * together, 1), 0));

      // Then
      assertThat(report.acknowledged()).isEqualTo(2 * together);
      assertThat(barrier.getNumberWaiting()).isZero();
    }
  }

  @Test
  void shouldDeliverTheSameBytesAgainUntilTheyAreAcknowledged() throws InterruptedException {
    // Given
    Map<String, Integer> tries = new ConcurrentHashMap<>();
    int[] answers = {503, FakeGateway.HANG_UP, 204, 200};
    try (FakeGateway gateway =
            FakeGateway.answering(
                SECRET, post -> answers[tries.merge(post.messageId(), 1, Integer::sum) - 1]);
        MetaSimulator meta =
            MetaSimulator.open(MetaSettings.of(gateway.url()).withRedelivery(QUICK))) {

      // When
      BurstReport report = meta.send(withDuplicates(plan(3, 2), 0));

      // Then
      assertThat(report.acknowledged()).isEqualTo(6);
      assertThat(report.redelivered()).isEqualTo(18);
      assertThat(gateway.posts()).hasSize(24);
      assertThat(bodiesById(gateway).values()).allMatch(bodies -> bodies.size() == 1);
    }
  }

  @Test
  void shouldDeliverAgainWhatIsNotAnsweredInTime() throws InterruptedException {
    // Given
    CountDownLatch never = new CountDownLatch(1);
    Set<String> seen = ConcurrentHashMap.newKeySet();
    try (FakeGateway gateway =
            FakeGateway.answering(SECRET, post -> seen.add(post.messageId()) ? hang(never) : 200);
        MetaSimulator meta =
            MetaSimulator.open(
                MetaSettings.of(gateway.url())
                    .withRedelivery(QUICK)
                    .withRequestTimeout(Duration.ofMillis(300)))) {

      // When
      BurstReport report = meta.send(withDuplicates(plan(1, 2), 0));

      // Then
      assertThat(report.acknowledged()).isEqualTo(2);
      assertThat(report.messages()).allMatch(message -> message.deliveries() >= 2);
    }
  }

  @Test
  void shouldGiveAConversationUpAndGoOnWithTheOthers() throws InterruptedException {
    // Given
    BurstPlan plan = withDuplicates(plan(3, 4), 0);
    String doomed = plan.conversations().get(1).id().customer().value();
    Redelivery once = QUICK.withGiveUpAfter(Duration.ZERO);
    try (FakeGateway gateway =
            FakeGateway.answering(SECRET, post -> post.body().contains(doomed) ? 404 : 200);
        MetaSimulator meta =
            MetaSimulator.open(MetaSettings.of(gateway.url()).withRedelivery(once))) {

      // When
      BurstReport report = meta.send(plan);

      // Then
      assertThat(report.planned()).isEqualTo(12);
      assertThat(report.sent()).isEqualTo(9);
      assertThat(report.acknowledged()).isEqualTo(8);
      assertThat(report.expected()).hasSize(2);
      assertThat(report.unacknowledged()).containsOnlyKeys(plan.conversations().get(1).id());
      assertThat(report.messages().get(4).status()).isEqualTo(404);
    }
  }

  @Test
  void shouldRepeatAcknowledgedMessagesLaterAndByteForByte() throws InterruptedException {
    // Given
    BurstPlan plan = withDuplicates(plan(20, 10), 0.3);
    try (FakeGateway gateway = FakeGateway.acknowledging(SECRET);
        MetaSimulator meta = MetaSimulator.open(MetaSettings.of(gateway.url()))) {

      // When
      BurstReport report = meta.send(plan);

      // Then
      assertThat(report.duplicated()).isBetween(40, 80);
      assertThat(report.redelivered()).isZero();
      assertThat(gateway.posts()).hasSize(200 + report.duplicated());
      assertThat(bodiesById(gateway).values()).allMatch(bodies -> bodies.size() == 1);
      Set<String> firstTimes = new LinkedHashSet<>();
      gateway.posts().forEach(post -> firstTimes.add(post.messageId()));
      assertThat(report.expected().values())
          .allSatisfy(ids -> assertThat(firstTimes).containsSubsequence(ids));
      List<String> arrived = gateway.posts().stream().map(Post::messageId).toList();
      assertThat(overtaken(arrived, report)).isPositive();
    }
  }

  @Test
  void shouldShakeHandsOnlyOnTheRightToken() throws IOException, InterruptedException {
    // Given
    try (FakeGateway gateway = FakeGateway.acknowledging(SECRET);
        MetaSimulator meta = MetaSimulator.open(MetaSettings.of(gateway.url()))) {

      // When
      boolean known = meta.handshake(TENANT, "hello");

      // Then
      assertThat(known).isTrue();
      assertThat(meta.handshake(TENANT, "guess")).isFalse();
    }
  }

  private static BurstPlan plan(int conversations, int messages) {
    return BurstPlan.mixed(List.of(BANK), conversations, messages, Duration.ZERO, 11);
  }

  private static BurstPlan withDuplicates(BurstPlan plan, double share) {
    return new BurstPlan(plan.conversations(), share, plan.seed());
  }

  private static Map<String, Set<String>> bodiesById(FakeGateway gateway) {
    return gateway.posts().stream()
        .collect(
            Collectors.groupingBy(
                Post::messageId, Collectors.mapping(Post::body, Collectors.toSet())));
  }

  /// Conversations in which a copy arrived after a later message.
  private static long overtaken(List<String> arrived, BurstReport report) {
    return report.expected().values().stream()
        .filter(
            ids -> {
              for (int i = 0; i + 1 < ids.size(); i++) {
                if (arrived.lastIndexOf(ids.get(i)) > arrived.indexOf(ids.get(i + 1))) {
                  return true;
                }
              }
              return false;
            })
        .count();
  }

  private static int meet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
      return 200;
    } catch (Exception e) {
      return 500;
    }
  }

  private static int hang(CountDownLatch never) {
    try {
      return never.await(20, TimeUnit.SECONDS) ? 200 : 500;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FakeGateway.HANG_UP;
    }
  }
}
