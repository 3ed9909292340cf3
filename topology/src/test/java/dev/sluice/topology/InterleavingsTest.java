package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.InboxItem;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promise, under everything that can happen in any order: answers, failures, repetitions,
/// time, and a crash. Whatever the interleaving, each message reaches the inbox once and in the
/// order of its conversation.
class InterleavingsTest {

  private static final int SEEDS = 100;
  private static final int MESSAGES = 40;
  private static final int CONVERSATIONS = 5;

  /// Far more steps than any seed needs; one that needs them is stuck.
  private static final int STEPS_MAX = 20_000;

  private final TestTenant bank = TestTenants.unique("bank");
  private final TestTenant shop = TestTenants.unique("shop");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path state;

  @Test
  void shouldReleaseEachMessageOnceAndInOrderWhateverTheInterleaving() throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      // Given
      Random random = new Random(seed);
      Path directory = Files.createDirectory(state.resolve("seed-" + seed));

      // When
      Map<String, List<Integer>> released = play(random, directory, seed);

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
    }
  }

  private Map<String, List<Integer>> play(Random random, Path directory, int seed) {
    Map<String, List<Integer>> released = new HashMap<>();
    List<byte[]> sent = new ArrayList<>();
    int crashAt = 20 + random.nextInt(80);
    LexiconSentiment lexicon = new LexiconSentiment();
    try (TopologyHarness topology =
        new TopologyHarness(
            Tenants.of(bank.tenant(), shop.tenant()),
            (tenant, words) -> {
              if (random.nextInt(10) == 0) {
                throw ModelUnavailable.temporarily("one in ten", null);
              }
              return lexicon.read(tenant, words);
            },
            new KeywordCategory(),
            1 + random.nextInt(8),
            directory)) {
      int step = 0;
      while (sent.size() < MESSAGES || topology.pending() > 0) {
        assertThat(++step).as("seed %d is stuck", seed).isLessThan(STEPS_MAX);
        step(random, topology, sent);
        topology.inbox().forEach(item -> note(item, released));
        if (step == crashAt) {
          topology.crash();
        }
      }
    }
    return released;
  }

  private void step(Random random, TopologyHarness topology, List<byte[]> sent) {
    switch (random.nextInt(6)) {
      case 0 -> {
        if (sent.size() < MESSAGES) {
          sent.add(body(random, sent.size()));
          topology.post(tenantOf(sent.size() - 1).id(), sent.getLast());
        }
      }
      case 1 -> {
        if (!sent.isEmpty()) {
          int again = random.nextInt(sent.size());
          topology.post(tenantOf(again).id(), sent.get(again));
        }
      }
      case 2 -> topology.sentiment().runAny(random);
      case 3 -> topology.category().runAny(random);
      case 4 -> topology.tick();
      default -> topology.advance(Duration.ofMillis(random.nextInt(300)));
    }
  }

  private TestTenant tenantOf(int number) {
    return number % 2 == 0 ? bank : shop;
  }

  private byte[] body(Random random, int number) {
    String customer = "1202555010" + random.nextInt(CONVERSATIONS);
    return MetaPayloads.whatsApp(tenantOf(number).account(Channel.WHATSAPP))
        .text("wamid." + number, customer, "message " + number)
        .bytes();
  }

  private static void note(InboxItem item, Map<String, List<Integer>> released) {
    String conversation = item.message().tenant() + " " + item.message().conversation().key();
    int number = Integer.parseInt(item.message().messageId().substring("wamid.".length()));
    released.computeIfAbsent(conversation, key -> new ArrayList<>()).add(number);
  }
}
