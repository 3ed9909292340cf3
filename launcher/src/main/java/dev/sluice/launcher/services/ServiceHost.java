package dev.sluice.launcher.services;

import dev.sluice.dispatcher.CampaignDispatcher;
import dev.sluice.dispatcher.DispatcherSettings;
import dev.sluice.gateway.GatewaySettings;
import dev.sluice.gateway.WebhookGateway;
import dev.sluice.inbox.InboxService;
import dev.sluice.inbox.InboxSettings;
import dev.sluice.launcher.CannotStart;
import dev.sluice.launcher.http.HttpEdge;
import dev.sluice.launcher.http.Metrics;
import dev.sluice.launcher.http.Readiness;
import dev.sluice.launcher.lifecycle.Lifecycle;
import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.launcher.settings.DatabaseSettings;
import dev.sluice.launcher.settings.HttpSettings;
import dev.sluice.launcher.settings.KafkaConnection;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.TenantDirectory;
import dev.sluice.topology.TopologyRunner;
import dev.sluice.topology.TopologySettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The services of one process, each started within its [Lifecycle], and the HTTP edge that serves
/// them. Used by one thread.
public final class ServiceHost {

  private static final Logger log = LoggerFactory.getLogger(ServiceHost.class);

  /// A request under way ends within the gateway's own deadline of 2 s; one more to close.
  private static final Duration EDGE_STOP = Duration.ofSeconds(4);

  /// Nothing to wait for but sockets and threads that are told to end.
  private static final Duration QUICK_STOP = Duration.ofSeconds(4);

  /// Its own limit for closing, 10 s, and the lanes.
  private static final Duration TOPOLOGY_STOP = Duration.ofSeconds(12);

  /// The texts under way; those on the wire are given up.
  private static final Duration MODELS_STOP = Duration.ofSeconds(6);

  /// The batch being written, at most 500 rows, and the pool.
  private static final Duration INBOX_STOP = Duration.ofSeconds(10);

  /// On top of what requests under way may take: the last commit and leaving the group.
  private static final Duration AFTER_DRAIN = Duration.ofSeconds(5);

  /// From the last part's start to everything being ready: a rebalance of each consumer group, at
  /// most one session of 6 s that a killed process left behind, and restoring the stores.
  private static final Duration READY_PATIENCE = Duration.ofSeconds(60);

  private static final Duration READY_PAUSE = Duration.ofMillis(20);

  private final Lifecycle lifecycle;
  private final KafkaConnection connection;
  private final Progress progress;
  private final Metrics metrics;
  private final TenantDirectory tenants;
  private final Secrets secrets = Secrets.ofThisProcess();
  private final Readiness readiness = new Readiness();
  private final List<Object> served = new ArrayList<>();
  private final Map<String, Object> limits = new HashMap<>();

  private ServiceHost(
      Lifecycle lifecycle,
      KafkaConnection connection,
      Progress progress,
      Metrics metrics,
      TenantDirectory tenants) {
    this.lifecycle = lifecycle;
    this.connection = connection;
    this.progress = progress;
    this.metrics = metrics;
    this.tenants = tenants;
    served.add(readiness);
    served.add(metrics.registry());
  }

  /// A host without services yet, that knows the tenants. The shared topics exist.
  public static ServiceHost open(Lifecycle lifecycle, KafkaConnection connection, Progress progress)
      throws Exception {
    Metrics metrics = lifecycle.start("metrics", QUICK_STOP, Metrics::new);
    TenantDirectory tenants =
        lifecycle.start("tenants", QUICK_STOP, () -> TenantDirectory.follow(connection.client()));
    return new ServiceHost(lifecycle, connection, progress, metrics, tenants);
  }

  /// Adds the gateway: its controllers are served once the edge is open.
  public void startGateway() throws Exception {
    GatewaySettings settings = GatewaySettings.DEFAULT;
    WebhookGateway gateway =
        lifecycle.start(
            "gateway",
            settings.deadline().plus(QUICK_STOP),
            () ->
                WebhookGateway.open(
                    settings, connection.client(), tenants, secrets, metrics.registry()));
    readiness.add("gateway", "Kafka to answer", gateway::ready);
    served.add(gateway);
    limits.putAll(settings.serverProperties());
  }

  /// Adds the topology.
  ///
  /// @param instance its name among all instances, the same after a restart
  /// @param state its own directory
  public void startTopology(String instance, Path state) throws Exception {
    TenantModels models =
        lifecycle.start(
            "models",
            MODELS_STOP,
            () -> TenantModels.open(secrets, new RemoteCallMetrics(metrics.registry())));
    tenants.onChange(models::prepare);
    models.prepare(tenants);
    TopologyRunner topology =
        lifecycle.start(
            "topology",
            TOPOLOGY_STOP,
            () ->
                TopologyRunner.start(
                    TopologySettings.defaults(instance, state),
                    connection.client(),
                    tenants,
                    models.sentiment(),
                    models.category(),
                    metrics.registry()));
    readiness.add("topology", "its partitions", topology::ready);
  }

  /// Adds the dispatcher.
  public void startDispatcher(DispatcherSettings settings) throws Exception {
    CampaignDispatcher dispatcher =
        lifecycle.start(
            "dispatcher",
            settings.drainTimeout().plus(AFTER_DRAIN),
            () ->
                CampaignDispatcher.start(
                    settings, connection.client(), tenants, secrets, metrics.registry()));
    readiness.add("dispatcher", "its consumer group", dispatcher::ready);
  }

  /// Adds the inbox: its controllers are served once the edge is open.
  public void startInbox(DatabaseSettings database) throws Exception {
    InboxSettings settings = InboxSettings.on(database.url(), database.user(), database.password());
    InboxService inbox =
        lifecycle.start(
            "inbox",
            INBOX_STOP,
            () ->
                InboxService.open(
                    settings, connection.client(), tenants, secrets, metrics.registry()));
    readiness.add("inbox", "its database and consumer group", inbox::ready);
    served.add(inbox);
  }

  /// Serves what was added so far over HTTP, with health and metrics.
  ///
  /// @return where, for example `http://127.0.0.1:8080`
  public URI openEdge(HttpSettings http) throws Exception {
    HttpEdge edge =
        lifecycle.start("http", EDGE_STOP, () -> HttpEdge.start(http, limits, served.toArray()));
    URI address = URI.create("http://" + http.host() + ":" + edge.port());
    log.atInfo().addKeyValue("address", address).log("listening");
    return address;
  }

  /// Waits until every part is ready, telling of each.
  ///
  /// @throws CannotStart naming what is not ready after a minute
  /// @throws dev.sluice.launcher.lifecycle.StopRequested when asked to stop meanwhile
  public void awaitReady(StopRequest stop) throws InterruptedException {
    long deadline = System.nanoTime() + READY_PATIENCE.toNanos();
    Set<String> told = new HashSet<>();
    while (true) {
      Readiness.Report report = readiness.report();
      report.readyParts().stream().filter(told::add).forEach(progress::ready);
      if (report.isReady()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new CannotStart(
            "not ready after %d s, waiting for %s"
                .formatted(READY_PATIENCE.toSeconds(), report.waitingFor()));
      }
      stop.pause(READY_PAUSE);
    }
  }
}
