package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.DeadLetterHeaders;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.Retention;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a stage fails on, what a broker refuses, and what kills the process: none of it stops a
/// conversation, and none of it is lost.
class FaultsTest {

  private final TestTenant bank = TestTenants.unique("bank");
  private final Moody tenants = new Moody(Tenants.of(bank.tenant()));

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path state;

  private @Nullable TopologyHarness open;

  @AfterEach
  void closeTopology() {
    if (open != null) {
      open.close();
    }
  }

  @Test
  void shouldSetAsideWhatAStageFailsOnAndGoOnWithTheConversation() throws IOException {
    // Given two messages of one customer, understood, and a stage that fails on the first
    TopologyHarness topology = topology();
    topology.post(bank.id(), text("wamid.0", "skipped, so that the offset is not 0"));
    topology.settle();
    topology.inbox();
    topology.post(bank.id(), text("wamid.1", "the poison"));
    topology.post(bank.id(), text("wamid.2", "the next one"));
    topology.sentiment().runNext();
    topology.category().runNext();
    tenants.failure = new IllegalStateException("the poison");

    // When
    topology.tick();

    // Then
    tenants.failure = null;
    TestRecord<String, byte[]> letter = topology.read(Topics.DEAD_LETTERS).getFirst();
    assertThat(letter.key()).isEqualTo(bank.id().value());
    assertThat(Json.mapper().readValue(letter.value(), InboundMessage.class).messageId())
        .isEqualTo("wamid.1");
    assertThat(header(letter, DeadLetterHeaders.REASON)).contains("POISON");
    assertThat(header(letter, DeadLetterHeaders.STAGE)).contains("release");
    assertThat(header(letter, DeadLetterHeaders.ATTEMPTS)).contains("1");
    assertThat(header(letter, DeadLetterHeaders.OFFSET)).contains("1");
    assertThat(header(letter, DeadLetterHeaders.MESSAGE))
        .contains("the stage failed: IllegalStateException");
    topology.settle();
    assertThat(ids(topology)).containsExactly("wamid.2");
    assertThat(topology.pending()).isZero();
    assertThat(topology.count("sluice.dlq.records")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        TimeoutException.class,
        ProcessorStateException.class,
        TaskMigratedException.class
      })
  void shouldNotTakeAFailureOfKafkaForOneOfTheMessage(Class<? extends RuntimeException> type)
      throws ReflectiveOperationException {
    // Given a message that is understood
    TopologyHarness topology = topology();
    topology.post(bank.id(), text("wamid.1", "hello"));
    topology.sentiment().runAll();
    topology.category().runAll();

    // When the store or the producer of a later stage fails
    tenants.failure = type.getConstructor(String.class).newInstance("not the message's fault");

    // Then the task ends
    assertThatThrownBy(topology::tick)
        .isInstanceOf(org.apache.kafka.streams.errors.StreamsException.class);
    tenants.failure = null;
    assertThat(topology.read(Topics.DEAD_LETTERS)).isEmpty();
  }

  @Test
  void shouldSetAsideAWebhookWhoseMessageIsTooLargeToStore() {
    // Given
    TopologyHarness topology = topology();
    byte[] large = text("wamid.1", "x".repeat(Retention.MESSAGE_BYTES_MAX - 1_000));

    // When
    topology.post(bank.id(), large);
    topology.post(bank.id(), text("wamid.2", "hello"));
    topology.settle();

    // Then
    TestRecord<String, byte[]> letter = topology.read(Topics.DEAD_LETTERS).getFirst();
    assertThat(letter.key()).isEqualTo(bank.id().value());
    assertThat(letter.value()).isEqualTo(large);
    assertThat(header(letter, DeadLetterHeaders.STAGE)).contains("admit");
    assertThat(header(letter, DeadLetterHeaders.TOPIC)).contains("webhooks");
    assertThat(ids(topology)).containsExactly("wamid.2");
  }

  @Test
  void shouldSetAsideWhatABrokerRefusedBefore() {
    // Given
    TopologyHarness topology = topology();
    topology.post(bank.id(), text("wamid.1", "refused"));
    topology.post(bank.id(), text("wamid.2", "not refused"));
    topology.refusals().note(topology.pendingMessages().getFirst().message());

    // When
    topology.settle();

    // Then
    assertThat(ids(topology)).containsExactly("wamid.2");
    assertThat(topology.read(Topics.DEAD_LETTERS))
        .singleElement()
        .satisfies(
            letter ->
                assertThat(header(letter, DeadLetterHeaders.EXCEPTION).orElseThrow())
                    .endsWith("RefusedByBroker"));
  }

  @Test
  void shouldPutARestartOnRecordBeforeItAsksAgain() {
    // Given
    TopologyHarness topology = topology();
    topology.post(bank.id(), text("wamid.1", "hello"));
    topology.crash();

    // When
    topology.tick();

    // Then
    assertThat(topology.pendingMessages().getFirst().restarts()).isEqualTo(1);
    assertThat(topology.sentiment().waiting()).as("not before that is committed").isZero();
    topology.tick();
    assertThat(topology.sentiment().waiting()).isEqualTo(1);
  }

  @Test
  void shouldStopAskingAboutAMessageThatWasInFlightAtEachRestart() {
    // Given a message that kills the process whenever its models are asked
    TopologyHarness topology = topology();
    topology.post(bank.id(), text("wamid.killer", "boom"));
    for (int restart = 0; restart < 5; restart++) {
      topology.crash();
      topology.tick();
      topology.tick();
      assertThat(topology.sentiment().waiting()).as("restart %d", restart).isEqualTo(1);
    }
    topology.post(bank.id(), text("wamid.next", "hello"));

    // When
    topology.crash();
    topology.settle();

    // Then it goes on without having been asked about
    List<InboxItem> items = topology.inbox();
    assertThat(items)
        .extracting(item -> item.message().messageId())
        .containsExactly("wamid.killer", "wamid.next");
    assertThat(items).extracting(InboxItem::degraded).containsExactly(true, false);
    assertThat(topology.sentiment().submitted()).isEqualTo(1);
  }

  private TopologyHarness topology() {
    TopologyHarness harness =
        new TopologyHarness(tenants, new LexiconSentiment(), new KeywordCategory(), 100, state);
    open = harness;
    return harness;
  }

  private byte[] text(String id, String words) {
    return MetaPayloads.whatsApp(bank.account(Channel.WHATSAPP))
        .text(id, "12025550101", words)
        .bytes();
  }

  private static List<String> ids(TopologyHarness topology) {
    return topology.inbox().stream().map(item -> item.message().messageId()).toList();
  }

  private static Optional<String> header(TestRecord<?, ?> record, String name) {
    return WebhookHeaders.text(record.headers(), name);
  }

  /// Tenants that a stage cannot look up while they are out of order. Models are asked before.
  private static final class Moody implements Tenants {
    private final Tenants calm;
    private @Nullable RuntimeException failure;

    Moody(Tenants calm) {
      this.calm = calm;
    }

    @Override
    public Optional<Tenant> find(TenantId id) {
      if (failure != null) {
        throw failure;
      }
      return calm.find(id);
    }

    @Override
    public List<Tenant> all() {
      return calm.all();
    }
  }
}
