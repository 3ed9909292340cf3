package dev.sluice.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Where an [EmbeddedPostgreSql] keeps its rows, where it listens and how much it promises.
///
/// @param dataDirectory holds the database cluster, the superuser's password and the lock; created
///   and initialised on first use, kept across restarts
/// @param port port on 127.0.0.1, 0 for any free one; may change between starts
/// @param durable true: a commit is on disk before it is acknowledged and survives a power cut;
///   false, for tests: a commit survives the end of this process but not that of the machine
/// @param overrides server parameters that replace the defaults, by PostgreSQL's own names
public record PostgresSettings(
    Path dataDirectory, int port, boolean durable, Map<String, String> overrides) {

  /// Parameters travel through a shell inside `pg_ctl`, and so does the directory.
  private static final Pattern PARAMETER = Pattern.compile("[a-z_.]+");

  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.,:/*+-]*");

  private static final Pattern PATH = Pattern.compile("[^\"'$`\\\\\\p{Cntrl}]+");

  /// @throws IllegalArgumentException naming the key, the value and the constraint
  public PostgresSettings {
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    overrides = Map.copyOf(overrides);
    if (!PATH.matcher(dataDirectory.toString()).matches()) {
      throw new IllegalArgumentException(
          "dataDirectory " + dataDirectory + " must not contain quotes, $, ` or \\");
    }
    if (port < 0 || port > LoopbackPorts.HIGHEST) {
      throw new IllegalArgumentException(
          "port " + port + " must be between 0 and " + LoopbackPorts.HIGHEST);
    }
    for (Map.Entry<String, String> override : overrides.entrySet()) {
      requireShellSafe(override.getKey(), override.getValue());
    }
  }

  private static void requireShellSafe(String key, String value) {
    if (!PARAMETER.matcher(key).matches() || !VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "override " + key + "=" + value + " must match " + PARAMETER + "=" + VALUE);
    }
  }

  /// Durable, on any free port.
  public static PostgresSettings in(Path dataDirectory) {
    return new PostgresSettings(dataDirectory, 0, true, Map.of());
  }

  public PostgresSettings withPort(int newPort) {
    return new PostgresSettings(dataDirectory, newPort, durable, overrides);
  }

  public PostgresSettings withDurable(boolean newDurable) {
    return new PostgresSettings(dataDirectory, port, newDurable, overrides);
  }

  public PostgresSettings withOverride(String key, String value) {
    Map<String, String> more = new HashMap<>(overrides);
    more.put(key, value);
    return new PostgresSettings(dataDirectory, port, durable, more);
  }
}
