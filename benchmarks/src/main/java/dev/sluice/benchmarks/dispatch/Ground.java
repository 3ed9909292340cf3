package dev.sluice.benchmarks.dispatch;

import dev.sluice.benchmarks.rig.BrokerProcess;
import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import dev.sluice.simulator.ProviderBehaviour;
import dev.sluice.simulator.ProviderSettings;
import dev.sluice.simulator.ProviderSimulator;
import dev.sluice.simulator.ProviderWitness;
import dev.sluice.tenants.TenantRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a measurement stands on: a broker in a process of its own, a simulated provider in this one
/// that notes every request in a book, and somebody who writes messages.
final class Ground implements AutoCloseable {

  /// What latencies follow from, together with the messages' ids.
  static final long SEED = 4;

  /// What all accounts present; nobody else reaches the provider.
  private static final String TOKEN = "bench-token";

  private static final int HEAP_MIB = 384;

  private final Path directory;
  private final BrokerProcess broker;
  private final ProviderSimulator provider;
  private final Book book;
  private final Appender appender;
  private final SecretRef token;

  private Ground(
      Path directory,
      BrokerProcess broker,
      ProviderSimulator provider,
      Book book,
      SecretRef token) {
    this.directory = directory;
    this.broker = broker;
    this.provider = provider;
    this.book = book;
    this.token = token;
    this.appender = new Appender(broker.connection());
  }

  /// @param directory its own; created
  /// @param clients all that will ever be: they have accounts, but no topics yet
  static Ground open(Path directory, List<Client> clients) throws IOException {
    return open(directory, HEAP_MIB, clients);
  }

  /// @param heapMiB of the broker
  static Ground open(Path directory, int heapMiB, List<Client> clients) throws IOException {
    Files.createDirectories(directory);
    Path token = Files.writeString(directory.resolve("token"), TOKEN);
    Book book = new Book();
    BrokerProcess broker = BrokerProcess.start(directory, heapMiB);
    boolean ready = false;
    try {
      ProviderSimulator provider = provider(clients, book);
      Ground ground =
          new Ground(
              directory, broker, provider, book, new SecretRef("file:" + token.toAbsolutePath()));
      ready = true;
      return ground;
    } finally {
      if (!ready) {
        broker.close();
      }
    }
  }

  private static ProviderSimulator provider(List<Client> clients, ProviderWitness witness) {
    ProviderSettings settings =
        new ProviderSettings(
            ProviderSettings.LOOPBACK,
            0,
            SEED,
            clients.stream().map(client -> client.atProvider(TOKEN)).toList());
    return ProviderSimulator.start(settings, witness);
  }

  /// Makes clients tenants, topics included. Returns when the cluster knows them.
  void apply(List<Client> clients) {
    try (TenantRegistry registry = TenantRegistry.open(broker.connection())) {
      registry.apply(described(clients));
    }
  }

  List<Tenant> described(List<Client> clients) {
    return clients.stream().map(client -> client.described(provider.url(), token)).toList();
  }

  Path directory() {
    return directory;
  }

  Map<String, Object> connection() {
    return broker.connection();
  }

  /// Where the provider's API begins.
  URI url() {
    return provider.url();
  }

  String token() {
    return TOKEN;
  }

  Book book() {
    return book;
  }

  Appender appender() {
    return appender;
  }

  /// Changes how clients are treated from now on.
  void behave(List<Client> clients, ProviderBehaviour behaviour) {
    clients.forEach(client -> provider.behave(client.account(), behaviour));
  }

  /// The topic of a client's campaigns.
  static Topic<String, OutboundMessage> campaigns(Client client) {
    return Topics.CAMPAIGN_OF.of(client.tenant());
  }

  /// What became of messages at a client's account so far.
  Sent sent(Client client, String name, List<OutboundMessage> messages) {
    return Sent.of(Outbound.ids(messages), name + "-", book.of(client.account()));
  }

  /// Waits until a client's account has accepted so many requests since the beginning, or does not
  /// within the limit: what is missing then is missing.
  boolean awaitAccepted(Client client, int requests, Duration limit) {
    return Waits.within(() -> book.accepted(client.account()) >= requests, limit);
  }

  @Override
  public void close() {
    appender.close();
    provider.close();
    broker.close();
  }
}
