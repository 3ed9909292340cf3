package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Priority.Reason;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How often a customer has written in vain, through the whole topology.
class RepeatsTest {

  private static final String ANA = "12025550101";
  private static final String BEN = "12025550102";

  private final TestTenant bank = TestTenants.unique("bank");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path state;

  @SuppressWarnings("NullAway.Init") // set before each test
  private TopologyHarness topology;

  private Instant now = TopologyHarness.START;
  private int messages;

  @BeforeEach
  void openTopology() {
    topology =
        new TopologyHarness(
            Tenants.of(bank.tenant()), new LexiconSentiment(), new KeywordCategory(), 100, state);
  }

  @AfterEach
  void closeTopology() {
    topology.close();
  }

  @Test
  void shouldSayHowManyMessagesHaveWaitedAndWeighThem() {
    // Given
    post(ANA);
    post(ANA);
    post(BEN);

    // When
    post(ANA);
    topology.settle();

    // Then
    List<InboxItem> items = topology.inbox();
    assertThat(items).extracting(RepeatsTest::repeats).containsExactly(0, 1, 0, 2);
    assertThat(items.getLast().priority().reasons())
        .contains(new Reason("2 earlier messages unanswered", 10));
    assertThat(items.getLast().priority().score())
        .isEqualTo(items.getFirst().priority().score() + 10);
  }

  @Test
  void shouldStartAnewOnceTheProviderReportsAnAnswer() {
    // Given
    post(ANA);
    post(BEN);
    topology.settle();

    // When
    report(ANA, State.SENT);
    report(BEN, State.FAILED);
    post(ANA);
    post(BEN);
    topology.settle();

    // Then
    assertThat(topology.inbox()).extracting(RepeatsTest::repeats).containsExactly(0, 0, 0, 1);
    assertThat(topology.statuses()).as("statuses go on as they did").hasSize(2);
  }

  @Test
  void shouldTakeNoCampaignForAnAnswer() {
    // Given
    post(ANA);
    post(BEN);
    topology.settle();

    // When the same offer reaches both, and an agent's words one of them
    report(ANA, State.DELIVERED, "c:spring:m-1");
    report(BEN, State.DELIVERED, "c:spring:m-2");
    report(BEN, State.DELIVERED, "r:m-3");
    post(ANA);
    post(BEN);
    topology.settle();

    // Then
    assertThat(topology.inbox()).extracting(RepeatsTest::repeats).containsExactly(0, 0, 1, 0);
    assertThat(topology.statuses())
        .extracting(ProviderStatus::correlation)
        .containsExactly("m-1", "m-2", "m-3");
  }

  @Test
  void shouldTakeAnEchoForAnAnswer() {
    // Given a customer on Messenger
    postMessenger("{\"message\":{\"mid\":\"m_1\",\"text\":\"hello?\"}", "psid-1", "page-1");
    topology.settle();

    // When
    postMessenger("{\"message\":{\"mid\":\"m_2\",\"is_echo\":true}", "page-1", "psid-1");
    postMessenger("{\"message\":{\"mid\":\"m_3\",\"text\":\"thanks\"}", "psid-1", "page-1");
    topology.settle();

    // Then
    assertThat(topology.inbox()).extracting(RepeatsTest::repeats).containsExactly(0, 0);
  }

  @Test
  void shouldNotCountARepeatTwiceWhenItsReleaseIsAborted() {
    // Given
    post(ANA);
    topology.settle();
    post(ANA);

    // When the release of the second is taken back, twice, and done again
    topology.abort(() -> topology.settle());
    topology.abort(() -> topology.settle());
    topology.settle();
    post(ANA);
    topology.settle();

    // Then
    assertThat(topology.inbox()).extracting(RepeatsTest::repeats).containsExactly(1, 2);
  }

  @Test
  void shouldRememberAfterACrash() {
    // Given
    post(ANA);
    post(ANA);
    topology.settle();

    // When
    topology.crash();
    post(ANA);
    topology.settle();

    // Then
    assertThat(topology.inbox()).extracting(RepeatsTest::repeats).containsExactly(2);
  }

  @Test
  void shouldForgetTheStoreOfWhoeverHasStoppedWriting() {
    // Given a hundred customers of two days ago
    for (int customer = 0; customer < 100; customer++) {
      post("1202555" + customer);
    }
    topology.settle();
    pass(Duration.ofHours(25));

    // When others write for two hours
    for (int minute = 0; minute < 120; minute++) {
      pass(Duration.ofMinutes(1));
      postStatusOfNobody();
    }

    // Then
    assertThat(topology.unanswered()).isZero();
  }

  @Test
  void shouldCountTheSameWhateverIsAbortedInBetween() {
    for (int seed = 0; seed < 20; seed++) {
      // Given
      Random random = new Random(seed);
      Map<String, Integer> expected = new HashMap<>();
      String customers = "seed" + seed + "-";

      for (int step = 0; step < 40; step++) {
        String customer = customers + random.nextInt(3);
        List<InboxItem> items = new ArrayList<>();

        // When
        switch (random.nextInt(4)) {
          case 0 -> {
            report(customer, State.DELIVERED);
            expected.remove(customer);
          }
          case 1 -> {
            post(customer);
            topology.abort(() -> topology.settle());
            topology.settle();
            items.addAll(topology.inbox());
          }
          default -> {
            post(customer);
            topology.settle();
            items.addAll(topology.inbox());
          }
        }

        // Then
        for (InboxItem item : items) {
          assertThat(repeats(item))
              .as("seed %d, step %d", seed, step)
              .isEqualTo(expected.getOrDefault(customer, 0));
          expected.merge(customer, 1, Integer::sum);
        }
      }
    }
  }

  private void post(String customer) {
    pass(Duration.ofSeconds(1));
    topology.post(
        bank.id(),
        MetaPayloads.whatsApp(bank.account(Channel.WHATSAPP))
            .at(now)
            .text("wamid." + messages++, customer, "hello?")
            .bytes());
  }

  private void report(String customer, State state) {
    report(customer, state, null);
  }

  private void report(String customer, State state, @Nullable String correlation) {
    pass(Duration.ofSeconds(1));
    topology.post(
        bank.id(),
        MetaPayloads.whatsApp(bank.account(Channel.WHATSAPP))
            .at(now)
            .status("wamid.out." + messages++, customer, state, correlation)
            .bytes());
  }

  private void postStatusOfNobody() {
    report("12025559999", State.READ);
  }

  private void postMessenger(String event, String sender, String recipient) {
    pass(Duration.ofSeconds(1));
    String body =
        "{\"object\":\"page\",\"entry\":[{\"id\":\"page-1\",\"messaging\":[%s,\"sender\":{\"id\":\"%s\"},\"recipient\":{\"id\":\"%s\"},\"timestamp\":%d}]}]}"
            .formatted(event, sender, recipient, now.toEpochMilli());
    topology.post(bank.id(), body.getBytes(StandardCharsets.UTF_8));
  }

  private void pass(Duration time) {
    topology.advance(time);
    now = now.plus(time);
  }

  private static int repeats(InboxItem item) {
    return item.priority().reasons().stream()
        .map(Reason::because)
        .filter(because -> because.endsWith("unanswered"))
        .map(because -> Integer.parseInt(because.substring(0, because.indexOf(' '))))
        .findFirst()
        .orElse(0);
  }
}
