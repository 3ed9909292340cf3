package dev.sluice.dispatcher;

import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.InDoubtRule;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.simulator.AccountReport;
import dev.sluice.simulator.ProviderAccount;
import dev.sluice.simulator.ProviderBehaviour;
import dev.sluice.simulator.ProviderSettings;
import dev.sluice.simulator.ProviderSimulator;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestBroker;
import dev.sluice.testsupport.TestTenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Tenants of one test, the simulated provider they all use, and dispatchers of one group.
final class SimulatedTenants implements AutoCloseable {

  static final int WINDOW = 30;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ProviderSimulator provider;
  private final List<Tenant> tenants;
  private final List<CampaignDispatcher> dispatchers = new ArrayList<>();
  private final String group = "it-" + UUID.randomUUID();

  private SimulatedTenants(ProviderSimulator provider, List<Tenant> tenants) {
    this.provider = provider;
    this.tenants = tenants;
  }

  /// One tenant for each behaviour, without topics yet. What is in doubt is held for a moment only:
  /// nobody tells anything here, unless there is an [EchoFeed].
  static SimulatedTenants of(ProviderBehaviour... behaviours) {
    InDoubtRule rule =
        new InDoubtRule(
            Duration.ofSeconds(1), InDoubtRule.Action.RESEND, InDoubtRule.Action.UNKNOWN);
    return of(rule, behaviours);
  }

  /// The same with a rule for what is in doubt.
  static SimulatedTenants of(InDoubtRule rule, ProviderBehaviour... behaviours) {
    List<ProviderAccount> accounts =
        IntStream.range(0, behaviours.length)
            .mapToObj(i -> ProviderAccount.of("1555000" + i, "token-" + i, behaviours[i]))
            .toList();
    ProviderSimulator provider =
        ProviderSimulator.start(ProviderSettings.of(accounts.toArray(ProviderAccount[]::new)));
    List<Tenant> tenants =
        accounts.stream()
            .map(
                account -> {
                  SecretRef token = TestTenants.file(account.token());
                  TenantId id = TestTenants.unique("sends").id();
                  return Messages.tenant(
                      id, Messages.provider(provider.url(), account.id(), token, WINDOW, rule));
                })
            .toList();
    return new SimulatedTenants(provider, tenants);
  }

  /// Creates the topics of all tenants.
  SimulatedTenants withTopics() {
    tenants.forEach(TestBroker::createTopicsFor);
    return this;
  }

  Tenant tenant(int number) {
    return tenants.get(number);
  }

  TenantId id(int number) {
    return tenants.get(number).id();
  }

  String group() {
    return group;
  }

  AccountReport report(int number) {
    Tenant.Provider settings = tenants.get(number).provider();
    if (settings == null) {
      throw new AssertionError("every tenant here has a provider");
    }
    return provider.report().of(settings.account());
  }

  /// How many messages of a tenant the provider has accepted.
  int accepted(int number) {
    return report(number).accepted().size();
  }

  CampaignDispatcher startDispatcher() {
    CampaignDispatcher dispatcher =
        CampaignDispatcher.start(
            DispatcherSettings.DEFAULT.withGroup(group),
            TestBroker.connection(),
            Tenants.of(tenants.toArray(Tenant[]::new)),
            Secrets.ofThisProcess(),
            new SimpleMeterRegistry());
    dispatchers.add(dispatcher);
    return dispatcher;
  }

  /// Appends a campaign of messages `m-0`, `m-1` and so on.
  void campaign(int number, int messages) {
    for (String id : ids(messages)) {
      OutboundMessage message = Messages.bulk(id(number), id);
      TestBroker.produce(Topics.CAMPAIGN_OF.of(id(number)), message.recipient().value(), message);
    }
  }

  void reply(int number, String id, String customer) {
    OutboundMessage message = Messages.reply(id(number), id, customer);
    TestBroker.produce(Topics.REPLIES_OF.of(id(number)), message.conversation().key(), message);
  }

  static List<String> ids(int messages) {
    return IntStream.range(0, messages).mapToObj(i -> "m-" + i).toList();
  }

  /// A tenant's outcomes, when there are at least so many, in the order in which they were stored.
  List<DeliveryOutcome> outcomes(int number, int atLeast) {
    return TestBroker.readAll(Topics.DISPATCH_RESULTS, id(number), atLeast, PATIENCE).stream()
        .map(ConsumerRecord::value)
        .toList();
  }

  @Override
  public void close() {
    dispatchers.forEach(CampaignDispatcher::close);
    provider.close();
    deleteTopics();
  }

  /// Or the dispatchers of every later test would read them, too.
  private void deleteTopics() {
    try (Admin admin = Admin.create(TestBroker.connection())) {
      List<String> topics =
          admin.listTopics().names().toCompletionStage().toCompletableFuture().join().stream()
              .filter(topic -> tenants.stream().anyMatch(it -> topic.endsWith("." + it.id())))
              .toList();
      admin.deleteTopics(topics).all().toCompletionStage().toCompletableFuture().join();
    }
  }
}
