package dev.sluice.launcher;

import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.launcher.services.Cluster;
import dev.sluice.launcher.settings.KafkaConnection;
import dev.sluice.launcher.up.DataDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which cluster a command on a terminal means: the one of the environment, else that of the
/// `./sluice up` that runs on the data directory.
public final class ClusterOption {

  /// A person is waiting: a cluster in reach answers within a second.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Data directory of the './sluice up' to talk to; .sluice/data unless set.",
        "Ignored when SLUICE_KAFKA_BOOTSTRAP_SERVERS is set."
      })
  private @Nullable Path data;

  /// @throws CannotStart when no such process runs, or the cluster does not answer
  public KafkaConnection reach(Map<String, String> environment) throws InterruptedException {
    KafkaConnection connection =
        KafkaConnection.from(environment).orElseGet(() -> running(environment));
    Cluster.prepare(connection, PATIENCE, new StopRequest());
    return connection;
  }

  private KafkaConnection running(Map<String, String> environment) {
    DataDirectory directory = DataDirectory.of(data, environment);
    return directory
        .bootstrapServers()
        .map(KafkaConnection::to)
        .orElseThrow(
            () ->
                new CannotStart(
                    "no './sluice up' is running on %s; start it, or set %s"
                        .formatted(directory.root(), KafkaConnection.BOOTSTRAP_SERVERS)));
  }
}
