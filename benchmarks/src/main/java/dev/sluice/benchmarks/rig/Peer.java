package dev.sluice.benchmarks.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Other people's software a scenario compares with, as far as it is installed here.
public final class Peer {

  private static final String INSTALL = "run benchmarks/peers/install.sh";

  private Peer() {}

  /// Why something on Redis and Node cannot be run here; empty when it can.
  ///
  /// @param peer a directory below `benchmarks/peers` with a `package.json`
  public static Optional<String> missing(Path home, String peer) {
    if (onPath("redis-server").isEmpty()) {
      return Optional.of("redis-server is not installed; " + INSTALL);
    }
    if (onPath("node").isEmpty()) {
      return Optional.of("node is not installed; " + INSTALL);
    }
    if (!Files.isDirectory(directory(home, peer).resolve("node_modules"))) {
      return Optional.of("the packages of peer " + peer + " are not installed; " + INSTALL);
    }
    return Optional.empty();
  }

  /// Where a peer's own program is.
  public static Path directory(Path home, String peer) {
    return home.resolve("benchmarks").resolve("peers").resolve(peer);
  }

  /// The first line a program prints about its version.
  public static String version(String program) throws IOException {
    Process process = new ProcessBuilder(program, "--version").start();
    try (Stream<String> lines = process.inputReader().lines()) {
      String line = lines.findFirst().orElse("of unknown version");
      process.waitFor(10, TimeUnit.SECONDS);
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "of unknown version";
    }
  }

  private static Optional<Path> onPath(String program) {
    String path = System.getenv("PATH");
    return Stream.of(path == null ? "" : path)
        .flatMap(all -> List.of(all.split(":", -1)).stream())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
