package dev.sluice.launcher.settings;

import dev.sluice.launcher.CannotStart;
import dev.sluice.schemas.InvalidSetting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;

/// Where a process listens for HTTP.
///
/// @param host address to listen on; 127.0.0.1 by default, so that nothing is reachable from
///   elsewhere unless somebody says so
/// @param port 0 for any free one; 8080 by default
public record HttpSettings(String host, int port) {

  /// This machine only, port 8080.
  public static final HttpSettings DEFAULT = new HttpSettings("127.0.0.1", 8080);

  private static final String HOST = "SLUICE_HTTP_HOST";
  private static final String PORT = "SLUICE_HTTP_PORT";
  private static final int PORT_MAX = 65_535;

  /// @throws InvalidSetting naming the variable and its constraint
  public HttpSettings {
    if (host.isBlank()) {
      throw new InvalidSetting(HOST, host, "must not be blank");
    }
    if (port < 0 || port > PORT_MAX) {
      throw new InvalidSetting(PORT, port, "must be between 0 and " + PORT_MAX);
    }
  }

  /// Reads `SLUICE_HTTP_HOST` and `SLUICE_HTTP_PORT`.
  ///
  /// @throws InvalidSetting naming the variable, its value and what is wrong with it
  public static HttpSettings from(Map<String, String> environment) {
    Variables.refuseUnknown(environment, "SLUICE_HTTP_", HOST, PORT);
    return new HttpSettings(
        environment.getOrDefault(HOST, DEFAULT.host()),
        Variables.number(environment, PORT, DEFAULT.port()));
  }

  /// Fails early, before minutes of other work, when the address cannot be listened on.
  ///
  /// @throws CannotStart saying why
  public void requireFree() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port), 1);
    } catch (IOException | IllegalArgumentException e) {
      throw cannotListen(e);
    }
  }

  /// The sentence for an address that cannot be listened on.
  public CannotStart cannotListen(Exception cause) {
    return new CannotStart(
        "port %d on %s cannot be used (%s); choose another with --port or SLUICE_HTTP_PORT"
            .formatted(port, host, cause.getMessage()),
        cause);
  }

  /// The same host with another port.
  public HttpSettings withPort(int other) {
    return new HttpSettings(host, other);
  }
}
