package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.DeadLetterHeaders;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Priority.Band;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import dev.sluice.topology.enrich.CallPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SluiceTopologyTest {

  private final TestTenant bank = TestTenants.unique("bank");
  private final TestTenant shop = TestTenants.unique("shop");

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
  void shouldUnderstandScoreAndRouteAMessage() {
    // Given
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    topology.post(
        bank.id(), text("wamid.1", "12025550101", "My card was stolen, this is terrible"));

    // When
    topology.settle();

    // Then
    InboxItem item = topology.inbox().getFirst();
    assertThat(item.message().messageId()).isEqualTo("wamid.1");
    assertThat(item.sentiment().label()).isEqualTo(Sentiment.Label.NEGATIVE);
    assertThat(item.priority().band()).isEqualTo(Band.URGENT);
    assertThat(item.priority().reasons()).isNotEmpty();
    assertThat(item.inbox()).isEqualTo("general");
    assertThat(item.degraded()).isFalse();
    assertThat(topology.pending()).isZero();
  }

  @Test
  void shouldAskBothModelsBeforeEitherHasAnswered() {
    // Given
    TopologyHarness topology = topology(new LexiconSentiment(), 100);

    // When
    topology.post(bank.id(), text("wamid.1", "12025550101", "hello"));

    // Then
    assertThat(topology.sentiment().waiting()).isEqualTo(1);
    assertThat(topology.category().waiting()).isEqualTo(1);
    assertThat(topology.inbox()).isEmpty();
    assertThat(topology.pending()).isEqualTo(1);
  }

  @Test
  void shouldDropARepetitionAndKeepWhatHasNoId() {
    // Given
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    topology.post(bank.id(), text("wamid.1", "12025550101", "hello"));
    topology.post(bank.id(), text("wamid.1", "12025550101", "hello"));
    topology.post(bank.id(), text("", "12025550101", "first without id"));
    topology.post(bank.id(), text("", "12025550101", "second without id"));
    topology.post(bank.id(), text("", "12025550101", "second without id"));

    // When
    topology.settle();

    // Then
    assertThat(topology.inbox())
        .extracting(item -> item.message().content().words())
        .containsExactly("hello", "first without id", "second without id");
    assertThat(topology.count("sluice.dedupe.dropped")).isEqualTo(2);
  }

  @Test
  void shouldNotTakeTheSameIdOfAnotherTenantForARepetition() {
    // Given
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    topology.post(bank.id(), text("wamid.1", "12025550101", "hello"));
    topology.post(shop.id(), text("wamid.1", "12025550101", "hello"));

    // When
    topology.settle();

    // Then
    assertThat(topology.inbox()).hasSize(2);
  }

  @Test
  void shouldForgetARepetitionAfterTheWindow() {
    // Given
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    topology.post(bank.id(), text("wamid.1", "12025550101", "hello"));
    topology.advance(TopologySettings.DUPLICATE_WINDOW.plusMillis(1));
    topology.post(bank.id(), text("wamid.1", "12025550101", "hello"));

    // When
    topology.settle();

    // Then
    assertThat(topology.inbox()).hasSize(2);
  }

  @Test
  void shouldReleaseInOrderWithinAConversationAndAtOnceAcrossThem() {
    // Given three messages, of which the second is another customer's
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    topology.post(bank.id(), text("wamid.slow", "12025550101", "one"));
    topology.post(bank.id(), text("wamid.other", "12025550102", "two"));
    topology.post(bank.id(), text("wamid.later", "12025550101", "three"));
    topology.category().runAll();
    topology.sentiment().beginNext();

    // When all but the first have been understood
    topology.sentiment().runAll();
    topology.tick();

    // Then the other customer's is through and the later one waits for the first
    assertThat(ids(topology.inbox())).containsExactly("wamid.other");
    topology.sentiment().answerBegun();
    topology.tick();
    assertThat(ids(topology.inbox())).containsExactly("wamid.slow", "wamid.later");
  }

  @Test
  void shouldLetAMessageGoOnWithoutAnAnswerWhenTheDeadlineHasPassed() {
    // Given a model that never answers
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    topology.post(bank.id(), text("wamid.1", "12025550101", "I am very happy"));
    topology.category().runAll();
    topology.sentiment().beginNext();
    topology.tick();

    // When
    topology.advance(CallPolicy.DEFAULT.deadline());

    // Then
    InboxItem item = topology.inbox().getFirst();
    assertThat(item.degraded()).isTrue();
    assertThat(item.sentiment()).isEqualTo(Sentiment.DEGRADED);
    assertThat(item.category().name()).isNotEqualTo(Category.UNKNOWN);
    topology.sentiment().answerBegun();
    topology.tick();
    assertThat(topology.inbox()).as("a late answer is heard by nobody").isEmpty();
  }

  @Test
  void shouldNotCountTheWaitForATurnAgainstTheDeadline() {
    // Given a call that has not had its turn
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    topology.post(bank.id(), text("wamid.1", "12025550101", "I am very happy"));
    topology.advance(CallPolicy.DEFAULT.deadline().multipliedBy(3));

    // When
    topology.settle();

    // Then
    assertThat(topology.inbox())
        .singleElement()
        .satisfies(it -> assertThat(it.degraded()).isFalse());
  }

  @Test
  void shouldAskAgainAfterAFailureThatMayPass() {
    // Given a model that fails once
    FailingModel model = new FailingModel(1, true);
    TopologyHarness topology = topology(model, 100);
    topology.post(bank.id(), text("wamid.1", "12025550101", "hello"));
    topology.settle();

    // When
    topology.advance(CallPolicy.DEFAULT.backoff());
    topology.settle();

    // Then
    assertThat(topology.inbox())
        .singleElement()
        .satisfies(it -> assertThat(it.degraded()).isFalse());
    assertThat(topology.sentiment().submitted()).isEqualTo(2);
  }

  @Test
  void shouldNotAskAgainAfterAFailureThatStays() {
    // Given
    TopologyHarness topology = topology(new FailingModel(Integer.MAX_VALUE, false), 100);
    topology.post(bank.id(), text("wamid.1", "12025550101", "hello"));

    // When
    topology.settle();

    // Then
    assertThat(topology.inbox())
        .singleElement()
        .satisfies(it -> assertThat(it.degraded()).isTrue());
    assertThat(topology.sentiment().submitted()).isEqualTo(1);
  }

  @Test
  void shouldGiveUpAfterTheLastAttempt() {
    // Given
    TopologyHarness topology = topology(new FailingModel(Integer.MAX_VALUE, true), 100);
    topology.post(bank.id(), text("wamid.1", "12025550101", "hello"));

    // When
    for (int step = 0; step < 20; step++) {
      topology.settle();
      topology.advance(Duration.ofMillis(100));
    }

    // Then
    assertThat(topology.inbox())
        .singleElement()
        .satisfies(it -> assertThat(it.degraded()).isTrue());
    assertThat(topology.sentiment().submitted()).isEqualTo(CallPolicy.DEFAULT.attempts());
  }

  @Test
  void shouldAdmitWhatTheLaneHasNoRoomFor() {
    // Given a lane of three and ten messages
    TopologyHarness topology = topology(new LexiconSentiment(), 3);
    for (int number = 0; number < 10; number++) {
      topology.post(bank.id(), text("wamid." + number, "12025550101", "hello"));
    }
    assertThat(topology.sentiment().waiting()).isEqualTo(3);

    // When
    topology.settle();

    // Then
    assertThat(ids(topology.inbox()))
        .containsExactly(
            "wamid.0", "wamid.1", "wamid.2", "wamid.3", "wamid.4", "wamid.5", "wamid.6", "wamid.7",
            "wamid.8", "wamid.9");
  }

  @Test
  void shouldAskAgainAboutWhatACrashInterrupted() {
    // Given two messages of which one is half understood
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    topology.post(bank.id(), text("wamid.1", "12025550101", "one"));
    topology.post(bank.id(), text("wamid.2", "12025550101", "two"));
    topology.sentiment().runNext();
    topology.tick();

    // When
    topology.crash();
    topology.settle();

    // Then
    assertThat(ids(topology.inbox())).containsExactly("wamid.1", "wamid.2");
    assertThat(topology.pending()).isZero();
  }

  @Test
  void shouldRecogniseARepetitionAfterACrash() {
    // Given
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    topology.post(bank.id(), text("wamid.1", "12025550101", "one"));
    topology.settle();
    assertThat(topology.inbox()).hasSize(1);
    topology.crash();

    // When
    topology.post(bank.id(), text("wamid.1", "12025550101", "one"));
    topology.settle();

    // Then
    assertThat(topology.inbox()).isEmpty();
  }

  @Test
  void shouldPassStatusesOnOnce() {
    // Given
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    byte[] delivered =
        """
        {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
          "metadata":{"phone_number_id":"2"},
          "statuses":[{"id":"wamid.out","status":"delivered","timestamp":"1763632800",
            "recipient_id":"12025550101","biz_opaque_callback_data":"our-1"}]}}]}]}
        """
            .getBytes(StandardCharsets.UTF_8);
    topology.post(bank.id(), delivered);

    // When
    topology.post(bank.id(), delivered);

    // Then
    assertThat(topology.statuses())
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.state()).isEqualTo(ProviderStatus.State.DELIVERED);
              assertThat(status.correlation()).isEqualTo("our-1");
            });
  }

  @Test
  void shouldTellOperatorsOnceWhatIsAboutATenantsOwnAssets() {
    // Given
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    byte[] rejected =
        """
        {"object":"whatsapp_business_account","entry":[{"id":"1","time":1763632800,"changes":[
          {"field":"message_template_status_update","value":{"event":"REJECTED",
            "message_template_name":"order_shipped","reason":"INVALID_FORMAT"}}]}]}
        """
            .getBytes(StandardCharsets.UTF_8);
    topology.post(bank.id(), rejected);

    // When
    topology.post(bank.id(), rejected);

    // Then
    assertThat(topology.read(Topics.OPERATOR_EVENTS))
        .singleElement()
        .satisfies(
            told -> {
              assertThat(told.key()).isEqualTo(bank.id().value());
              assertThat(told.value().kind()).isEqualTo("message_template_status_update");
              assertThat(told.value().subject()).isEqualTo("order_shipped");
              assertThat(told.value().state()).isEqualTo("REJECTED");
            });
    assertThat(topology.count("sluice.topology.operator.events")).isEqualTo(2);
    assertThat(topology.read(Topics.DEAD_LETTERS)).isEmpty();
  }

  @Test
  void shouldKeepTheOriginalBytesOfWhatCannotBeRead() {
    // Given
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    byte[] broken = "{\"object\":".getBytes(StandardCharsets.UTF_8);

    // When
    topology.post(bank.id(), broken);

    // Then
    TestRecord<String, byte[]> letter = topology.read(Topics.DEAD_LETTERS).getFirst();
    assertThat(letter.key()).isEqualTo(bank.id().value());
    assertThat(letter.value()).isEqualTo(broken);
    assertThat(WebhookHeaders.text(letter.headers(), DeadLetterHeaders.REASON))
        .contains("UNREADABLE");
    assertThat(WebhookHeaders.text(letter.headers(), DeadLetterHeaders.TOPIC)).contains("webhooks");
    assertThat(WebhookHeaders.text(letter.headers(), DeadLetterHeaders.OFFSET)).contains("0");
  }

  @Test
  void shouldGoOnAfterARecordWithoutATenant() {
    // Given
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    topology.postRaw("Not A Tenant", text("wamid.0", "12025550101", "lost?"));
    topology.post(bank.id(), text("wamid.1", "12025550101", "hello"));

    // When
    topology.settle();

    // Then
    assertThat(ids(topology.inbox())).containsExactly("wamid.1");
    assertThat(topology.read(Topics.DEAD_LETTERS)).hasSize(1);
  }

  @Test
  void shouldReleaseAMessageOfATenantNobodyKnowsYet() {
    // Given
    TestTenant stranger = TestTenants.unique("stranger");
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    topology.post(stranger.id(), text("wamid.1", "12025550101", "hello"));

    // When
    for (int step = 0; step < 20; step++) {
      topology.settle();
      topology.advance(Duration.ofMillis(100));
    }

    // Then
    assertThat(topology.inbox())
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.degraded()).isTrue();
              assertThat(item.inbox()).isEqualTo("general");
            });
  }

  @Test
  void shouldAlsoWriteToTheTenantsOwnTopicWhenAsked() {
    // Given
    Tenant.Routing own = new Tenant.Routing("general", List.of(), true);
    TestTenant clinic = TestTenants.builder("clinic").routing(own).build();
    TopologyHarness topology = topology(new LexiconSentiment(), 100, clinic);
    topology.post(clinic.id(), text("wamid.1", "12025550101", "hello"));

    // When
    topology.settle();

    // Then
    assertThat(topology.read(Topics.INBOX_OF.of(clinic.id())))
        .singleElement()
        .satisfies(record -> assertThat(record.key()).isEqualTo("whatsapp:12025550101"));
    assertThat(topology.inbox()).hasSize(1);
  }

  @Test
  void shouldCarryMediaWithItsCaption() {
    // Given
    TopologyHarness topology = topology(new LexiconSentiment(), 100);
    topology.post(
        bank.id(),
        MetaPayloads.whatsApp(bank.account(Channel.WHATSAPP))
            .image("wamid.1", "12025550101", "media-1", "terrible damage")
            .bytes());

    // When
    topology.settle();

    // Then
    InboxItem item = topology.inbox().getFirst();
    assertThat(item.message().content()).isInstanceOf(Content.Media.class);
    assertThat(item.sentiment().label()).isEqualTo(Sentiment.Label.NEGATIVE);
  }

  private TopologyHarness topology(SentimentModel model, int queuedMax, TestTenant... more) {
    Tenant[] known = new Tenant[2 + more.length];
    known[0] = bank.tenant();
    known[1] = shop.tenant();
    for (int i = 0; i < more.length; i++) {
      known[2 + i] = more[i].tenant();
    }
    TopologyHarness harness =
        new TopologyHarness(Tenants.of(known), model, new KeywordCategory(), queuedMax, state);
    open = harness;
    return harness;
  }

  private byte[] text(String id, String customer, String words) {
    return MetaPayloads.whatsApp(bank.account(Channel.WHATSAPP)).text(id, customer, words).bytes();
  }

  private static List<String> ids(List<InboxItem> items) {
    return items.stream().map(item -> item.message().messageId()).toList();
  }

  /// A model that fails a number of times and then answers.
  private static final class FailingModel implements SentimentModel {
    private final boolean retryable;
    private int failures;

    FailingModel(int failures, boolean retryable) {
      this.failures = failures;
      this.retryable = retryable;
    }

    @Override
    public Sentiment read(Tenant tenant, String words) throws ModelUnavailable {
      if (failures-- > 0) {
        throw retryable
            ? ModelUnavailable.temporarily("out of order", null)
            : ModelUnavailable.permanently("out of order", null);
      }
      return new LexiconSentiment().read(tenant, words);
    }
  }
}
