package dev.sluice.launcher;

import dev.sluice.launcher.lifecycle.HostedProcess;
import dev.sluice.launcher.lifecycle.Lifecycle;
import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.RemoteModel.Format;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Tenant.Asset;
import dev.sluice.simulator.BurstPlan;
import dev.sluice.simulator.BurstReport;
import dev.sluice.simulator.Business;
import dev.sluice.simulator.Industry;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.MetaApp;
import dev.sluice.simulator.MetaSettings;
import dev.sluice.simulator.MetaSimulator;
import dev.sluice.simulator.ModelServer;
import dev.sluice.simulator.ModelServer.Behaviour;
import dev.sluice.simulator.ProviderAccount;
import dev.sluice.simulator.ProviderBehaviour;
import dev.sluice.simulator.ProviderSettings;
import dev.sluice.simulator.ProviderSimulator;
import dev.sluice.simulator.StatusSink;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.TenantFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./sluice simulator`: a pretend provider, a pretend Meta and a pretend model server, for trying
/// things out.
@Command(
    name = "simulator",
    description = {
      "Pretends to be the provider of the tenants in a file, and posts statuses back.",
      "With --burst, pretends to be their customers first.",
      "With --model-port, also pretends to be a model server of their own; it counts words."
    })
final class SimulatorCommand implements Callable<Integer> {

  /// A typical provider: what campaigns were measured against.
  private static final Latency LATENCY =
      Latency.lognormal(Duration.ofMillis(100), Duration.ofSeconds(1));

  /// Time enough to see a message being sent, delivered and read on the console.
  private static final Duration STATUS_STEP = Duration.ofSeconds(1);

  private static final int MESSAGES_EACH = 5;

  /// It holds nothing that has to be saved.
  private static final Duration STOP = Duration.ofSeconds(3);

  @Parameters(paramLabel = "FILE", description = "Tenants in YAML, the same as for 'tenant apply'.")
  private Path file = Path.of("");

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "Where webhooks go; ${DEFAULT-VALUE} unless set.")
  private URI gateway = URI.create("");

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address to listen on; ${DEFAULT-VALUE} unless set.")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8090",
      description = "Port to listen on; ${DEFAULT-VALUE} unless set.")
  private int port;

  @Option(
      names = "--burst",
      paramLabel = "N",
      defaultValue = "0",
      description = "Conversations of 5 messages each tenant's customers begin with; 0 unless set.")
  private int burst;

  @Option(
      names = "--model-port",
      paramLabel = "N",
      description = "Port of the model server, 0 for any free one; none unless set.")
  private @Nullable Integer modelPort;

  @Option(
      names = "--model-latency",
      paramLabel = "DURATION",
      defaultValue = "PT0.8S",
      description = "Before each answer of the model server; ${DEFAULT-VALUE} unless set.")
  private Duration modelLatency = Duration.ZERO;

  private final Secrets secrets = Secrets.ofThisProcess();

  @Override
  public Integer call() throws Exception {
    List<Tenant> tenants = TenantFile.read(file);
    ProviderSettings settings =
        new ProviderSettings(
            host, port, 1, tenants.stream().flatMap(tenant -> account(tenant).stream()).toList());
    StopRequest stop = StopRequest.bySignal();
    return HostedProcess.run(
        stop,
        lifecycle -> {
          ProviderSimulator provider =
              lifecycle.start("provider", STOP, () -> ProviderSimulator.start(settings));
          System.out.println(
              "provider for " + settings.accounts().size() + " accounts at " + provider.url());
          if (modelPort != null) {
            startModels(lifecycle, modelPort);
          }
          if (burst > 0) {
            MetaSimulator meta =
                lifecycle.start("meta", STOP, () -> MetaSimulator.open(MetaSettings.of(gateway)));
            BurstReport report = meta.send(plan(tenants));
            System.out.printf(
                "burst: %d of %d messages acknowledged%n", report.acknowledged(), report.planned());
          }
        });
  }

  private void startModels(Lifecycle lifecycle, int at) throws Exception {
    Behaviour behaviour = Behaviour.answering(Latency.constant(modelLatency));
    ModelServer models =
        lifecycle.start("models", STOP, () -> ModelServer.start(host, at, behaviour));
    System.out.println("model server at " + models.url(Format.NATIVE, "sentiment"));
  }

  private List<ProviderAccount> account(Tenant tenant) {
    Tenant.Provider provider = tenant.provider();
    if (provider == null) {
      return List.of();
    }
    StatusSink statuses = StatusSink.to(gateway, app(tenant)).withStep(STATUS_STEP);
    return List.of(
        ProviderAccount.of(
                provider.account(),
                secrets.resolve(provider.token()),
                ProviderBehaviour.accepting(LATENCY))
            .withStatuses(statuses));
  }

  /// A new seed each time, or the second burst would be one of duplicates.
  private BurstPlan plan(List<Tenant> tenants) {
    List<Business> businesses =
        tenants.stream()
            .filter(tenant -> !tenant.webhooks().assets().isEmpty())
            .map(
                tenant ->
                    new Business(tenant.id(), app(tenant), Industry.RETAILER, accounts(tenant)))
            .toList();
    return BurstPlan.mixed(
        businesses, burst, MESSAGES_EACH, Duration.ZERO, System.currentTimeMillis());
  }

  private MetaApp app(Tenant tenant) {
    return MetaApp.of(tenant.id(), secrets.resolve(tenant.webhooks().appSecrets().getFirst()));
  }

  private static Map<Channel, String> accounts(Tenant tenant) {
    Map<Channel, String> accounts = new TreeMap<>();
    for (Asset asset : tenant.webhooks().assets()) {
      accounts.putIfAbsent(asset.channel(), asset.id());
    }
    return accounts;
  }
}
