package dev.sluice.launcher;

import dev.sluice.launcher.up.DataDirectory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `./sluice topology`.
@Command(
    name = "topology",
    description = "Reads, understands, scores and routes messages.",
    footer = {
      SingleService.FOOTER,
      "  SLUICE_DATA                     directory of its state, which Kafka can restore",
      "  SLUICE_INSTANCE                 this instance's name among all, the host's unless set"
    })
final class TopologyCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    Map<String, String> environment = System.getenv();
    DataDirectory data = DataDirectory.of(null, environment);
    data.create();
    return SingleService.run(
        environment, host -> host.startTopology(instance(environment), data.streams()));
  }

  /// The name must be the same after a restart, so that the instance gets its work back at once: a
  /// container and a machine keep their host name.
  private static String instance(Map<String, String> environment) throws UnknownHostException {
    String name = environment.get("SLUICE_INSTANCE");
    return name == null || name.isBlank() ? InetAddress.getLocalHost().getHostName() : name;
  }
}
