package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.Endpoint;
import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Tenant;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promise, under everything that can happen in any order: answers, failures, calls that hang,
/// repetitions, remote endpoints, tenants that have too much pending, time, and a crash. Whatever
/// the interleaving, each message reaches the inbox once and in the order of its conversation.
class InterleavingsTest {

  private static final int SEEDS = 1_000;
  private static final int MESSAGES = 30;
  private static final int CONVERSATIONS = 4;

  /// Far more steps than any seed needs; one that needs them is stuck.
  private static final int STEPS_MAX = 20_000;

  private final TestTenant bank = TestTenants.unique("bank");
  private final TestTenant shop = TestTenants.unique("shop");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path state;

  @Test
  void shouldReleaseEachMessageOnceAndInOrderWhateverTheInterleaving() {
    int parkedSeeds = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      // Given
      Seed played = new Seed(seed);

      // When
      Map<String, List<Integer>> released = played.play();

      // Then
      int total = 0;
      for (Map.Entry<String, List<Integer>> conversation : released.entrySet()) {
        assertThat(conversation.getValue())
            .as("seed %d, conversation %s", seed, conversation.getKey())
            .isSorted()
            .doesNotHaveDuplicates();
        total += conversation.getValue().size();
      }
      assertThat(total).as("seed %d", seed).isEqualTo(MESSAGES);
      parkedSeeds += played.parked ? 1 : 0;
    }
    assertThat(parkedSeeds).as("seeds in which messages were parked").isGreaterThan(SEEDS / 4);
  }

  /// One run, decided by its number.
  private final class Seed {
    private final int number;
    private final Random random;
    private final Map<String, List<Integer>> released = new HashMap<>();
    private final List<byte[]> sent = new ArrayList<>();
    private boolean parked;

    Seed(int number) {
      this.number = number;
      this.random = new Random(number);
    }

    Map<String, List<Integer>> play() {
      int crashAt = 10 + random.nextInt(100);
      Stages.Limits limits =
          new Stages.Limits(
              TopologySettings.DUPLICATE_WINDOW, 2 + random.nextInt(20), Guarantee.EXACTLY_ONCE);
      try (TopologyHarness topology =
          new TopologyHarness(
              Tenants.of(bank.tenant(), shop.tenant()),
              new Moody(random, shop),
              new KeywordCategory(),
              1 + random.nextInt(8),
              limits,
              state)) {
        int step = 0;
        while (sent.size() < MESSAGES || topology.pending() + topology.parked() > 0) {
          assertThat(++step).as("seed %d is stuck", number).isLessThan(STEPS_MAX);
          step(topology);
          topology.inbox().forEach(this::note);
          parked |= topology.parked() > 0;
          if (step == crashAt) {
            topology.crash();
          }
        }
      }
      return released;
    }

    private void step(TopologyHarness topology) {
      switch (random.nextInt(24)) {
        case 0, 1, 2, 3, 4 -> {
          if (sent.size() < MESSAGES) {
            sent.add(body(sent.size()));
            topology.post(tenantOf(sent.size() - 1).id(), sent.getLast());
          }
        }
        case 5, 6 -> {
          if (!sent.isEmpty()) {
            int again = random.nextInt(sent.size());
            topology.post(tenantOf(again).id(), sent.get(again));
          }
        }
        case 7, 8, 9, 10, 11 -> topology.sentiment().runAny(random);
        case 12, 13, 14, 15, 16 -> topology.category().runAny(random);
        case 17 -> topology.sentiment().beginAny(random);
        case 18 -> topology.sentiment().answerBegun();
        case 19, 20 -> topology.tick();
        case 21, 22 -> topology.advance(Duration.ofMillis(random.nextInt(300)));
        default -> topology.advance(Duration.ofSeconds(random.nextInt(6)));
      }
    }

    private byte[] body(int message) {
      String customer = "1202555010" + random.nextInt(CONVERSATIONS);
      return MetaPayloads.whatsApp(tenantOf(message).account(Channel.WHATSAPP))
          .text("wamid." + message, customer, "message " + message)
          .bytes();
    }

    private void note(InboxItem item) {
      String conversation = item.message().tenant() + " " + item.message().conversation().key();
      int message = Integer.parseInt(item.message().messageId().substring("wamid.".length()));
      released.computeIfAbsent(conversation, key -> new ArrayList<>()).add(message);
    }

    private TestTenant tenantOf(int message) {
      return message % 3 == 0 ? shop : bank;
    }
  }

  /// A model that fails now and then, and that one of the tenants runs itself.
  private record Moody(Random random, TestTenant remote) implements SentimentModel {
    private static final LexiconSentiment LEXICON = new LexiconSentiment();

    @Override
    public Sentiment read(Tenant tenant, String words) throws ModelUnavailable {
      return switch (random.nextInt(20)) {
        case 0, 1 -> throw ModelUnavailable.temporarily("one in ten", null);
        case 2 -> throw ModelUnavailable.permanently("one in twenty", null);
        case 3 -> throw new IllegalStateException("one in twenty");
        default -> LEXICON.read(tenant, words);
      };
    }

    @Override
    public Optional<Endpoint> endpoint(Tenant tenant) {
      return tenant.id().equals(remote.id())
          ? Optional.of(new Endpoint("https://models.example/" + random.nextInt(2), 3))
          : Optional.empty();
    }
  }
}
