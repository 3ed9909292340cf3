package dev.sluice.topology;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Another JVM on this class path. It ends when the one that started it does, however that goes.
final class ChildJvm {

  private static final Duration END_LIMIT = Duration.ofSeconds(30);

  private final Process process;

  private ChildJvm(Process process) {
    this.process = process;
  }

  /// @param log where its output goes, after what is there
  static ChildJvm start(Class<?> main, List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Xmx256m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return new ChildJvm(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// SIGKILL: no hook, no handler and no finally block runs.
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// SIGTERM: its shutdown hooks run.
  void stop() {
    process.destroy();
    awaitEnd();
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
