package dev.sluice.launcher.up;

import dev.sluice.dispatcher.DispatcherSettings;
import dev.sluice.embedded.KafkaSettings;
import dev.sluice.embedded.PostgresSettings;
import dev.sluice.launcher.Logging;
import dev.sluice.launcher.SecretFiles;
import dev.sluice.launcher.lifecycle.HostedProcess;
import dev.sluice.launcher.lifecycle.Lifecycle;
import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.launcher.services.Cluster;
import dev.sluice.launcher.services.EmbeddedServers;
import dev.sluice.launcher.services.Progress;
import dev.sluice.launcher.services.ServiceHost;
import dev.sluice.launcher.settings.HttpSettings;
import dev.sluice.launcher.settings.KafkaConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./sluice up`: everything in one process, on a data directory that is kept.
@Command(
    name = "up",
    description = "Runs everything in one process and keeps what it stores.",
    footer = {
      "",
      "Kafka and PostgreSQL run inside, on 127.0.0.1. The first start creates a tenant 'acme' whose",
      "secrets are in DIR/secrets. SLUICE_DATA, SLUICE_HTTP_HOST and SLUICE_HTTP_PORT set other",
      "defaults. Ctrl-C or SIGTERM stop it cleanly, with status 0."
    })
public final class UpCommand implements Callable<Integer> {

  /// There is one of everything.
  private static final String INSTANCE = "all-in-one";

  /// Removing a file.
  private static final Duration UNPUBLISH = Duration.ofSeconds(1);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept; .sluice/data in the checkout unless set.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of webhooks and console, 8080 unless set; 0 for any free one.")
  private @Nullable Integer port;

  @Override
  public Integer call() throws Exception {
    Map<String, String> environment = System.getenv();
    HttpSettings http = HttpSettings.from(environment);
    HttpSettings asked = port == null ? http : http.withPort(port);
    DataDirectory directory = DataDirectory.of(data, environment);
    directory.create();
    Logging.toFile(directory.logFile(), true);
    Progress progress = new Progress(System.out);
    StopRequest stop = StopRequest.bySignal();
    progress.say("starting on " + directory.root());
    int status =
        HostedProcess.run(stop, lifecycle -> start(lifecycle, stop, directory, asked, progress));
    progress.say("stopped");
    return status;
  }

  private static void start(
      Lifecycle lifecycle,
      StopRequest stop,
      DataDirectory directory,
      HttpSettings http,
      Progress progress)
      throws Exception {
    http.requireFree();
    EmbeddedServers servers =
        EmbeddedServers.begin(
            lifecycle,
            KafkaSettings.in(directory.kafka()),
            PostgresSettings.in(directory.postgres()),
            progress);
    KafkaConnection connection = servers.awaitKafka();
    lifecycle.start(
        "address",
        UNPUBLISH,
        () -> directory.publishBootstrapServers(connection.bootstrapServers()));
    Cluster.prepare(connection, Cluster.PATIENCE, stop);
    FirstTenant.ensure(connection.client(), new SecretFiles(directory.secrets()));
    ServiceHost host = ServiceHost.open(lifecycle, connection, progress);
    host.startDispatcher(DispatcherSettings.DEFAULT);
    host.startTopology(INSTANCE, directory.streams());
    host.startInbox(servers.awaitDatabase());
    host.startGateway();
    URI address = host.openEdge(http);
    host.awaitReady(stop);
    progress.say(Welcome.page(progress.seconds(), address.toString(), directory));
  }
}
