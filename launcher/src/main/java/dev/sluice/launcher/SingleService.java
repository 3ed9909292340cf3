package dev.sluice.launcher;

import dev.sluice.launcher.lifecycle.HostedProcess;
import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.launcher.services.Cluster;
import dev.sluice.launcher.services.Progress;
import dev.sluice.launcher.services.ServiceHost;
import dev.sluice.launcher.settings.HttpSettings;
import dev.sluice.launcher.settings.KafkaConnection;
import java.util.Map;

/// A process with one service, against the cluster of `SLUICE_KAFKA_BOOTSTRAP_SERVERS`.
final class SingleService {

  /// Where every command of one service says how it is set up.
  static final String FOOTER =
      """

      Set up by environment variables:
        SLUICE_KAFKA_BOOTSTRAP_SERVERS  host:port of the cluster, several separated by commas
        SLUICE_KAFKA_<SETTING>          any other setting of Kafka's clients, for example
                                        SLUICE_KAFKA_SECURITY_PROTOCOL=SASL_SSL
        SLUICE_HTTP_HOST                address to listen on, 127.0.0.1 unless set
        SLUICE_HTTP_PORT                port to listen on, 8080 unless set; 0 for any free one
      """;

  private SingleService() {}

  /// The service to add to an otherwise empty process.
  @FunctionalInterface
  interface Addition {
    void to(ServiceHost host) throws Exception;
  }

  /// Serves until a signal asks it to stop.
  ///
  /// @return the exit status
  static int run(Map<String, String> environment, Addition service) throws Exception {
    KafkaConnection connection = KafkaConnection.required(environment);
    HttpSettings http = HttpSettings.from(environment);
    StopRequest stop = StopRequest.bySignal();
    Progress progress = new Progress(System.out);
    return HostedProcess.run(
        stop,
        lifecycle -> {
          Cluster.prepare(connection, Cluster.PATIENCE, stop);
          ServiceHost host = ServiceHost.open(lifecycle, connection, progress);
          service.to(host);
          host.openEdge(http);
        });
  }
}
