package dev.sluice.embedded;

import dev.sluice.embedded.EmbeddedStartException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of 127.0.0.1, the only address the embedded servers listen on.
final class LoopbackPorts {

  static final String ADDRESS = "127.0.0.1";

  static final int HIGHEST = 65_535;

  /// Free ports are taken from below 32,768, where Linux begins to hand out ports for outgoing
  /// connections by itself: a port found free here is not given away before the server binds it,
  /// even if a whole `initdb` lies in between.
  private static final int LOWEST_FREE = 20_000;

  private static final int HIGHEST_FREE = 32_000;

  /// Tries before giving up; with half of the range taken, all fail once in 2^64.
  private static final int TRIES = 64;

  private LoopbackPorts() {}

  /// `port` itself if nobody listens on it, or a free one when `port` is 0.
  ///
  /// @throws EmbeddedStartException if the port asked for is taken
  static int freeOr(int port) {
    return port == 0 ? freeExcept(0) : requireFree(port);
  }

  /// A port nobody listens on at this moment, and not `other`.
  static int freeExcept(int other) {
    for (int i = 0; i < TRIES; i++) {
      int candidate = ThreadLocalRandom.current().nextInt(LOWEST_FREE, HIGHEST_FREE);
      if (candidate != other && isFree(candidate)) {
        return candidate;
      }
    }
    throw new EmbeddedStartException(
        Reason.PORT_TAKEN,
        "no free port found between " + LOWEST_FREE + " and " + HIGHEST_FREE + " on " + ADDRESS);
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int requireFree(int port) {
    if (!isFree(port)) {
      throw taken(port);
    }
    return port;
  }

  static EmbeddedStartException taken(int port) {
    return new EmbeddedStartException(
        Reason.PORT_TAKEN,
        "port " + port + " on " + ADDRESS + " is taken by another program; choose another or 0");
  }
}
