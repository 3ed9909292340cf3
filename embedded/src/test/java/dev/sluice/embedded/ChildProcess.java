package dev.sluice.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Another JVM on this class path, which owns an embedded server until it is killed.
///
/// It says `READY <word>` on its standard output when its work is acknowledged, then waits.
final class ChildProcess implements AutoCloseable {

  private static final String READY = "READY ";

  private final Process process;
  private final String word;

  private ChildProcess(Process process, String word) {
    this.process = process;
    this.word = word;
  }

  static ChildProcess start(Class<?> main, Path directory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.add(directory.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> said = new ArrayList<>();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        return new ChildProcess(process, line.substring(READY.length()));
      }
      said.add(line);
    }
    throw new AssertionError("the child ended before it was ready: " + said);
  }

  /// Called by the child: tells the parent, then never returns.
  static void ready(String word) {
    System.out.println(READY + word);
    System.out.flush();
    while (true) {
      LockSupport.park();
    }
  }

  String word() {
    return word;
  }

  long pid() {
    return process.pid();
  }

  /// SIGKILL: no hook, no handler and no finally block runs.
  void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }
}
