package dev.sluice.benchmarks.rig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A Redis on a free port of 127.0.0.1, in the run's own directory.
///
/// It writes its append-only file once a second, as queues on Redis are advised to.
public final class RedisServer implements AutoCloseable {

  private static final String READY = "Ready to accept connections";

  private final Child child;
  private final int port;

  private RedisServer(Child child, int port) {
    this.child = child;
    this.port = port;
  }

  /// Starts a server and returns when it answers.
  public static RedisServer start(Path scratch) throws IOException {
    Path data = Files.createDirectories(scratch.resolve("redis"));
    int port = freePort();
    Child child =
        Child.start(
            "redis",
            scratch,
            List.of(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                data.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec"));
    boolean ready = false;
    try {
      while (!child.line().contains(READY)) {
        // its logo, its settings
      }
      ready = true;
      return new RedisServer(child, port);
    } finally {
      if (!ready) {
        child.close();
      }
    }
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    child.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
