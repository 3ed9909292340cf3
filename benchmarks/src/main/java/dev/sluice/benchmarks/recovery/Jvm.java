package dev.sluice.benchmarks.recovery;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Another JVM on this class path. It ends when the one that started it does, however that goes.
final class Jvm {

  /// As `./sluice` starts a service.
  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-Xmx320m",
          "-XX:+ExitOnOutOfMemoryError");

  private static final Duration END_LIMIT = Duration.ofSeconds(30);
  private static final long KIB_PER_MIB = 1024;

  private final Process process;

  private Jvm(Process process) {
    this.process = process;
  }

  /// @param log where its output goes, after what is there
  static Jvm start(Class<?> main, List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return new Jvm(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// SIGKILL; returns when it is dead.
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// SIGTERM; returns when it has ended.
  void stop() {
    process.destroy();
    awaitEnd();
  }

  /// What it has in memory, in MiB; empty where the system does not tell.
  Optional<Long> residentMiB() {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Called by the child: its standard input ends with its parent.
  static void endWithParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // the parent has gone
    }
    Runtime.getRuntime().halt(1);
  }

  private void awaitEnd() {
    process.onExit().orTimeout(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
