package dev.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.dispatcher.DispatcherSettings;
import dev.sluice.dispatcher.books.BooksReader;
import dev.sluice.dispatcher.books.CampaignCount;
import dev.sluice.launcher.lifecycle.Lifecycle;
import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.launcher.services.Progress;
import dev.sluice.launcher.services.ServiceHost;
import dev.sluice.launcher.settings.HttpSettings;
import dev.sluice.launcher.settings.KafkaConnection;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.ProviderStatus.ProviderError;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Topics;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.MetaApp;
import dev.sluice.simulator.ProviderAccount;
import dev.sluice.simulator.ProviderBehaviour;
import dev.sluice.simulator.ProviderSettings;
import dev.sluice.simulator.ProviderSimulator;
import dev.sluice.simulator.StatusSink;
import dev.sluice.tenants.TenantRegistry;
import dev.sluice.testsupport.TestBroker;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a provider takes and reports as failed afterwards: its webhook over HTTP, through gateway
/// and topology, to whoever sends and counts.
@Timeout(180)
class LateFailureIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final CampaignId SPRING = new CampaignId("spring");
  private static final int MESSAGES = 60;

  @TempDir private static Path directory = Path.of("");

  private static final StopRequest STOP = new StopRequest();
  private static final Lifecycle PARTS = new Lifecycle(STOP);
  private static URI gateway = URI.create("http://127.0.0.1");

  @BeforeAll
  static void startServices() throws Exception {
    TestBroker.createSharedTopics();
    KafkaConnection connection = new KafkaConnection(TestBroker.connection());
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    ServiceHost host = ServiceHost.open(PARTS, connection, new Progress(nowhere));
    host.startTopology("late", directory.resolve("streams"));
    host.startGateway();
    gateway = host.openEdge(new HttpSettings("127.0.0.1", 0));
    host.startDispatcher(DispatcherSettings.DEFAULT.withGroup("it-" + UUID.randomUUID()));
    host.awaitReady(STOP);
  }

  @AfterAll
  static void stopServices() {
    PARTS.close();
  }

  private static ProviderSimulator provider(TestTenant tenant, double share, ProviderError late) {
    StatusSink statuses =
        StatusSink.to(gateway, MetaApp.of(tenant.id(), tenant.appSecret()))
            .withFailedShare(share)
            .withFailure(late);
    ProviderAccount account =
        ProviderAccount.of(
                tenant.account(Channel.WHATSAPP),
                tenant.providerToken(),
                ProviderBehaviour.accepting(Latency.constant(Duration.ofMillis(50))))
            .withStatuses(statuses);
    return ProviderSimulator.start(ProviderSettings.of(account));
  }

  /// @param perSecond slow enough that a report comes while the campaign is being sent
  private static void start(TestTenant plain, URI url, double perSecond) throws Exception {
    Tenant.Provider sending =
        new Tenant.Provider(
            Tenant.Provider.Kind.WHATSAPP_CLOUD,
            url,
            plain.account(Channel.WHATSAPP),
            TestTenants.file(plain.providerToken()),
            30,
            perSecond,
            PATIENCE);
    Tenant tenant =
        Tenant.of(plain.id(), null, plain.tenant().webhooks(), sending, null, null, List.of());
    try (TenantRegistry registry = TenantRegistry.open(TestBroker.connection())) {
      registry.apply(List.of(tenant));
    }
    CampaignPlan plan = new CampaignPlan("offer", Instant.now(), null, null, null, null);
    Campaign campaign =
        new Campaign(plain.id(), SPRING, State.RUNNING, MESSAGES, null, Instant.now(), plan);
    TestBroker.produce(Topics.CAMPAIGNS, campaign.key(), campaign);
    for (int i = 0; i < MESSAGES; i++) {
      OutboundMessage message =
          new OutboundMessage(
              plain.id(),
              "m-" + i,
              SPRING,
              Channel.WHATSAPP,
              new Address("1202555%04d".formatted(i)),
              new Body.Template("offer", "en_US", List.of()),
              Instant.now());
      TestBroker.produce(Topics.CAMPAIGN_OF.of(plain.id()), message.recipient().value(), message);
    }
  }

  private static CampaignCount count(TestTenant tenant) throws Exception {
    try (BooksReader books = BooksReader.open(TestBroker.connection())) {
      return books.read(tenant.id(), SPRING).getFirst();
    }
  }

  @Test
  void shouldPauseTheCampaignWhenThePaymentIsReportedAsFailed() throws Exception {
    TestTenant tenant = TestTenants.unique("late");
    ProviderError payment = new ProviderError(131042, "Business eligibility payment issue");
    try (ProviderSimulator provider = provider(tenant, 1, payment)) {
      // Given // When
      start(tenant, provider.url(), 5);

      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(count(tenant).campaign())
                      .satisfies(it -> assertThat(it.state()).isEqualTo(State.PAUSED))
                      .satisfies(it -> assertThat(it.reason()).startsWith("131042")));
      assertThat(provider.report().of(tenant.account(Channel.WHATSAPP)).accepted())
          .hasSizeLessThan(MESSAGES);
    }
  }

  @Test
  void shouldCountAsFailedWhatIsReportedAsUndeliverable() throws Exception {
    TestTenant tenant = TestTenants.unique("late");
    try (ProviderSimulator provider = provider(tenant, 0.5, StatusSink.UNDELIVERABLE)) {
      // Given // When
      start(tenant, provider.url(), 1000);

      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(count(tenant))
                      .satisfies(it -> assertThat(it.decided()).isEqualTo(MESSAGES))
                      .satisfies(it -> assertThat(it.failedLate()).isGreaterThan(MESSAGES / 4)));
      CampaignCount count = count(tenant);
      assertThat(count.failed()).isEqualTo(count.failedLate()).isLessThan(MESSAGES);
      assertThat(count.accepted() + count.failed()).isEqualTo(MESSAGES);
      assertThat(count.failureCodes()).containsOnlyKeys("131026");
    }
  }
}
