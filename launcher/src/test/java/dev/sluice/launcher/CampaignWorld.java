package dev.sluice.launcher;

import dev.sluice.dispatcher.CampaignDispatcher;
import dev.sluice.dispatcher.DispatcherSettings;
import dev.sluice.dispatcher.DispatcherSettings.Retry;
import dev.sluice.schemas.Campaign;
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
import dev.sluice.tenants.TenantRegistry;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestBroker;
import dev.sluice.testsupport.TestTenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// A tenant with a simulated provider, a dispatcher, and the command line that a person uses.
final class CampaignWorld implements AutoCloseable {

  private static final String ACCOUNT = "15550001";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path directory;
  private final ProviderSimulator provider;
  private final Tenant tenant;
  private @Nullable CampaignDispatcher dispatcher;

  /// What a command printed, and its status.
  record Ran(int status, String out, String err) {}

  private CampaignWorld(Path directory, ProviderSimulator provider, Tenant tenant) {
    this.directory = directory;
    this.provider = provider;
    this.tenant = tenant;
  }

  /// @param directory for files, and the data directory in which the command line finds the broker
  /// @param messagingLimit absent for none
  static CampaignWorld of(
      Path directory, ProviderBehaviour behaviour, @Nullable Integer messagingLimit)
      throws IOException {
    Path run = Files.createDirectories(directory.resolve("run"));
    String servers = String.valueOf(TestBroker.connection().get("bootstrap.servers"));
    Files.writeString(run.resolve("kafka.bootstrap"), servers);
    String token = UUID.randomUUID().toString();
    ProviderSimulator provider =
        ProviderSimulator.start(ProviderSettings.of(ProviderAccount.of(ACCOUNT, token, behaviour)));
    Tenant tenant = tenant(provider, TestTenants.file(token), messagingLimit);
    try (TenantRegistry registry = TenantRegistry.open(TestBroker.connection())) {
      registry.apply(List.of(tenant));
    }
    return new CampaignWorld(directory, provider, tenant);
  }

  private static Tenant tenant(
      ProviderSimulator provider, SecretRef token, @Nullable Integer messagingLimit) {
    Tenant plain = TestTenants.unique("campaigns").tenant();
    Tenant.Provider sending =
        new Tenant.Provider(
            Tenant.Provider.Kind.WHATSAPP_CLOUD,
            provider.url(),
            ACCOUNT,
            token,
            30,
            1000,
            PATIENCE,
            null,
            null,
            false,
            messagingLimit,
            InDoubtRule.DEFAULT);
    return Tenant.of(plain.id(), plain.name(), plain.webhooks(), sending, null, null, null);
  }

  /// A probe each two seconds: nobody mends a credential sooner here, and a test need not wait.
  private static final Retry PROBING =
      new Retry(
          Retry.DEFAULT.attempts(),
          Retry.DEFAULT.within(),
          Retry.DEFAULT.patience(),
          Duration.ofSeconds(2));

  TenantId id() {
    return tenant.id();
  }

  void startDispatcher() {
    dispatcher =
        CampaignDispatcher.start(
            DispatcherSettings.DEFAULT.withGroup("it-" + UUID.randomUUID()).withRetry(PROBING),
            TestBroker.connection(),
            Tenants.of(tenant),
            Secrets.ofThisProcess(),
            new SimpleMeterRegistry());
  }

  void behave(ProviderBehaviour behaviour) {
    provider.behave(ACCOUNT, behaviour);
  }

  AccountReport report() {
    return provider.report().of(ACCOUNT);
  }

  /// Writes a file into the data directory.
  Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  /// An audience of so many people, who do not exist.
  Path audience(int people) throws IOException {
    StringBuilder text = new StringBuilder("phone,name\n");
    for (int i = 0; i < people; i++) {
      text.append("+1202555%04d,Ana %d%n".formatted(i, i));
    }
    return file("audience.csv", text.toString());
  }

  /// Runs a command line; the words are separated by spaces, `T` stands for the tenant.
  Ran run(String words, Object... more) {
    List<String> arguments = new ArrayList<>();
    for (String word : words.split(" ", -1)) {
      arguments.add(word.equals("T") ? id().value() : word);
    }
    for (Object word : more) {
      arguments.add(word.toString());
    }
    arguments.add("--data=" + directory);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Sluice.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Ran(status, out.toString(), err.toString());
  }

  /// The messages that were appended and committed, when there are at least so many.
  List<OutboundMessage> messages(int atLeast) {
    return TestBroker.readAll(Topics.CAMPAIGN_OF.of(id()), atLeast, PATIENCE).stream()
        .map(ConsumerRecord::value)
        .toList();
  }

  /// The records of the tenant's campaigns, the oldest first.
  List<Campaign> campaigns() {
    return TestBroker.readAll(
            Topics.CAMPAIGNS, record -> record.key().startsWith(id() + "/"), 0, PATIENCE)
        .stream()
        .map(ConsumerRecord::value)
        .toList();
  }

  @Override
  public void close() {
    if (dispatcher != null) {
      dispatcher.close();
    }
    provider.close();
    deleteTopics();
  }

  /// Or the dispatchers of later tests would read them, too.
  private void deleteTopics() {
    try (Admin admin = Admin.create(TestBroker.connection())) {
      List<String> own = Topics.PER_TENANT.stream().map(family -> family.of(id()).name()).toList();
      admin.deleteTopics(own).all().toCompletionStage().toCompletableFuture().join();
    }
  }
}
