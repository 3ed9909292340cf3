package dev.sluice.simulator;

import java.util.Map;

/// Settings of the JDK's HTTP server, which it reads once, from system properties, when the first
/// of them in the process is created. What is already set is left alone.
final class ServerTuning {

  private static final Map<String, String> SETTINGS =
      Map.of(
          // An answer written in two pieces could wait 40 ms for the client's delayed
          // acknowledgement of the first.
          "sun.net.httpserver.nodelay",
          "true",
          // 200 by default: the server would close the connections of the 201st sender after every
          // answer. As many as may be in flight at two accounts.
          "sun.net.httpserver.maxIdleConnections",
          Integer.toString(2 * Throttle.IN_FLIGHT_MAX),
          // In seconds, 30 by default: as long as the JDK's client keeps a connection, so that
          // either end may close it under a send. Ten times as long leaves that to the client.
          "sun.net.httpserver.idleInterval",
          "300");

  private ServerTuning() {}

  static void apply() {
    SETTINGS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
