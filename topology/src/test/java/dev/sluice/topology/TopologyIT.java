package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestBroker;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only a real broker can show: transactions.
class TopologyIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int CONVERSATIONS = 7;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @Test
  void shouldBringEachMessageToTheInboxOnce() {
    // Given
    TestBroker.createSharedTopics();
    TestTenant bank = TestTenants.unique("bank");
    TopologySettings settings = TopologySettings.defaults("in-process", directory);

    // When every tenth message is delivered twice
    try (TopologyRunner topology =
        TopologyRunner.start(
            settings,
            TestBroker.connection(),
            Tenants.of(bank.tenant()),
            new LexiconSentiment(),
            new KeywordCategory(),
            new SimpleMeterRegistry())) {
      for (int number = 0; number < 200; number++) {
        post(bank, number);
        if (number % 10 == 0) {
          post(bank, number);
        }
      }

      // Then
      assertOnceAndInOrder(read(bank, 200), 200);
      assertThat(topology.ready()).isTrue();
    }
  }

  private static void post(TestTenant tenant, int number) {
    String customer = "1202555010" + number % CONVERSATIONS;
    byte[] body =
        MetaPayloads.whatsApp(tenant.account(Channel.WHATSAPP))
            .text("wamid." + number, customer, "message " + number)
            .bytes();
    Headers headers = new RecordHeaders();
    long micros = TimeUnit.MILLISECONDS.toMicros(Instant.now().toEpochMilli());
    WebhookHeaders.put(headers, WebhookHeaders.RECEIVED_AT, Long.toString(micros));
    TestBroker.produce(Topics.WEBHOOKS, tenant.id().value(), body, headers);
  }

  private static List<InboxItem> read(TestTenant tenant, int expected) {
    return TestBroker.readAll(Topics.INBOX, tenant.id(), expected, LIMIT).stream()
        .map(ConsumerRecord::value)
        .toList();
  }

  private static void assertOnceAndInOrder(List<InboxItem> items, int sent) {
    assertThat(items).extracting(TopologyIT::numberOf).doesNotHaveDuplicates().hasSize(sent);
    Map<Integer, Integer> latest = new HashMap<>();
    for (InboxItem item : items) {
      int number = numberOf(item);
      Integer before = latest.put(number % CONVERSATIONS, number);
      assertThat(before == null || before < number)
          .as("message %d after %s", number, before)
          .isTrue();
    }
  }

  private static int numberOf(InboxItem item) {
    return Integer.parseInt(item.message().messageId().substring("wamid.".length()));
  }
}
