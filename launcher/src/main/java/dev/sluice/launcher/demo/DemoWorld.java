package dev.sluice.launcher.demo;

import dev.sluice.dispatcher.DispatcherSettings;
import dev.sluice.embedded.KafkaSettings;
import dev.sluice.embedded.PostgresSettings;
import dev.sluice.launcher.CannotStart;
import dev.sluice.launcher.SecretFiles;
import dev.sluice.launcher.lifecycle.Lifecycle;
import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.launcher.services.Cluster;
import dev.sluice.launcher.services.EmbeddedServers;
import dev.sluice.launcher.services.Progress;
import dev.sluice.launcher.services.ServiceHost;
import dev.sluice.launcher.settings.HttpSettings;
import dev.sluice.launcher.settings.KafkaConnection;
import dev.sluice.schemas.Tenant;
import dev.sluice.simulator.MetaSettings;
import dev.sluice.simulator.MetaSimulator;
import dev.sluice.simulator.ProviderAccount;
import dev.sluice.simulator.ProviderBehaviour;
import dev.sluice.simulator.ProviderSettings;
import dev.sluice.simulator.ProviderSimulator;
import dev.sluice.simulator.StatusSink;
import dev.sluice.tenants.TenantRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Everything a demo runs against: the servers and services of `./sluice up`, three tenants, a
/// pretend Meta and a pretend provider.
///
/// @param gateway the address of webhooks and inbox
/// @param readySeconds from nothing to everything ready
record DemoWorld(
    URI gateway,
    KafkaConnection connection,
    SecretFiles secrets,
    MetaSimulator meta,
    ProviderSimulator provider,
    double readySeconds) {

  /// What latencies follow from at the pretend provider.
  static final long PROVIDER_SEED = 1;

  private static final HttpSettings FREE_PORT = HttpSettings.DEFAULT.withPort(0);

  private static final String INSTANCE = "demo";

  /// Nothing of a demo has to be saved when it is broken off.
  private static final DispatcherSettings DISPATCHER =
      DispatcherSettings.DEFAULT.withDrainTimeout(Duration.ofSeconds(1));

  private static final Duration SIMULATOR_STOP = Duration.ofSeconds(3);

  /// Until a tenant that was applied is known to the gateway: the time of one poll, many times
  /// over.
  private static final Duration TENANT_PATIENCE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(50);

  /// Starts everything below `directory` and returns when it works.
  static DemoWorld start(Lifecycle lifecycle, StopRequest stop, Path directory, Progress progress)
      throws Exception {
    SecretFiles secrets = new SecretFiles(Files.createDirectory(directory.resolve("secrets")));
    EmbeddedServers servers =
        EmbeddedServers.begin(
            lifecycle,
            KafkaSettings.in(directory.resolve("kafka")),
            PostgresSettings.in(directory.resolve("postgres")),
            progress);
    KafkaConnection connection = servers.awaitKafka();
    Cluster.prepare(connection, Cluster.PATIENCE, stop);
    ServiceHost host = ServiceHost.open(lifecycle, connection, progress);
    host.startTopology(INSTANCE, directory.resolve("streams"));
    host.startInbox(servers.awaitDatabase());
    host.startGateway();
    URI gateway = host.openEdge(FREE_PORT);
    ProviderSettings accounts = accounts(secrets, gateway);
    ProviderSimulator provider =
        lifecycle.start("provider", SIMULATOR_STOP, () -> ProviderSimulator.start(accounts));
    MetaSimulator meta =
        lifecycle.start("meta", SIMULATOR_STOP, () -> MetaSimulator.open(MetaSettings.of(gateway)));
    applyTenants(connection, secrets, provider.url());
    host.startDispatcher(DISPATCHER);
    host.awaitReady(stop);
    for (DemoTenant tenant : DemoTenant.ALL) {
      awaitKnown(meta, tenant, secrets, stop);
    }
    progress.ready("tenants");
    return new DemoWorld(gateway, connection, secrets, meta, provider, progress.seconds());
  }

  /// The window a campaign has for itself: what is kept for replies is not its own.
  static int campaignWindow() {
    return DemoTenant.WINDOW - DISPATCHER.reservedForReplies();
  }

  private static ProviderSettings accounts(SecretFiles secrets, URI gateway) throws IOException {
    List<ProviderAccount> accounts = new ArrayList<>();
    for (DemoTenant tenant : DemoTenant.ALL) {
      secrets.of(tenant.providerTokenName());
      accounts.add(
          ProviderAccount.of(
                  tenant.phoneNumberId(),
                  secrets.read(tenant.providerTokenName()),
                  ProviderBehaviour.accepting(tenant.latency()))
              .withStatuses(StatusSink.to(gateway, tenant.app(secrets))));
    }
    return ProviderSettings.of(accounts.toArray(ProviderAccount[]::new)).withSeed(PROVIDER_SEED);
  }

  private static void applyTenants(KafkaConnection connection, SecretFiles secrets, URI provider)
      throws IOException {
    List<Tenant> tenants = new ArrayList<>();
    for (DemoTenant tenant : DemoTenant.ALL) {
      tenants.add(tenant.describe(secrets, provider));
    }
    try (TenantRegistry registry = TenantRegistry.open(connection.client())) {
      registry.apply(tenants);
    }
  }

  /// Meta's own handshake: the tenant is known where webhooks arrive.
  private static void awaitKnown(
      MetaSimulator meta, DemoTenant tenant, SecretFiles secrets, StopRequest stop)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TENANT_PATIENCE.toNanos();
    while (!meta.handshake(tenant.id(), secrets.read(tenant.verifyTokenName()))) {
      if (System.nanoTime() > deadline) {
        throw new CannotStart(
            "the gateway did not hear of tenant %s within %d s"
                .formatted(tenant.id(), TENANT_PATIENCE.toSeconds()));
      }
      stop.pause(PAUSE);
    }
  }
}
