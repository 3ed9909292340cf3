package dev.sluice.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Where an [EmbeddedKafka] keeps its log, where it listens and how it differs from the defaults.
///
/// @param dataDirectory log directory, created and formatted on first use and kept across restarts;
///   its path holds no comma, because Kafka separates directories by it
/// @param port port of the broker on 127.0.0.1, 0 for any free one; may change between starts
/// @param overrides broker configuration that replaces the defaults, by Kafka's own names
public record KafkaSettings(Path dataDirectory, int port, Map<String, String> overrides) {

  /// Keys the server itself decides: with another value it would not find itself.
  private static final Set<String> DECIDED =
      Set.of(
          "process.roles",
          "node.id",
          "broker.id",
          "log.dir",
          "log.dirs",
          "metadata.log.dir",
          "listeners",
          "advertised.listeners",
          "listener.security.protocol.map",
          "inter.broker.listener.name",
          "controller.listener.names",
          "controller.quorum.voters",
          "controller.quorum.bootstrap.servers");

  /// @throws IllegalArgumentException naming the key, the value and the constraint
  public KafkaSettings {
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    overrides = Map.copyOf(overrides);
    if (dataDirectory.toString().indexOf(',') >= 0) {
      throw new IllegalArgumentException(
          "dataDirectory " + dataDirectory + " must not contain a comma");
    }
    if (port < 0 || port > LoopbackPorts.HIGHEST) {
      throw new IllegalArgumentException(
          "port " + port + " must be between 0 and " + LoopbackPorts.HIGHEST);
    }
    for (String key : overrides.keySet()) {
      if (DECIDED.contains(key)) {
        throw new IllegalArgumentException(
            "override " + key + "=" + overrides.get(key) + " is decided by the embedded broker");
      }
    }
  }

  /// The defaults, on any free port.
  public static KafkaSettings in(Path dataDirectory) {
    return new KafkaSettings(dataDirectory, 0, Map.of());
  }

  public KafkaSettings withPort(int newPort) {
    return new KafkaSettings(dataDirectory, newPort, overrides);
  }

  public KafkaSettings withOverride(String key, String value) {
    Map<String, String> more = new HashMap<>(overrides);
    more.put(key, value);
    return new KafkaSettings(dataDirectory, port, more);
  }
}
