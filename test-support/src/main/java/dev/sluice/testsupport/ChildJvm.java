package dev.sluice.testsupport;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Another JVM on this class path, which can be killed.
///
/// Its `main` ends with [#endWithParent], so that it goes when the JVM that started it does,
/// however that happens. Thread-safe.
public final class ChildJvm {

  /// As `./sluice` starts a service.
  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-Xmx320m",
          "-XX:+ExitOnOutOfMemoryError");

  /// An instance of the topology closes within 10 s and a broker within a few; three times that on
  /// a busy machine.
  private static final Duration END_LIMIT = Duration.ofSeconds(30);

  private static final long KIB_PER_MIB = 1024;

  private final Class<?> main;
  private final Process process;

  private ChildJvm(Class<?> main, Process process) {
    this.main = main;
    this.process = process;
  }

  /// Starts a JVM and returns at once.
  ///
  /// @param main its `main` is run; need not be public
  /// @param log where its output goes, after what is there
  /// @throws IOException when there is no such process, or no such file
  public static ChildJvm start(Class<?> main, List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return new ChildJvm(
        main,
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  /// Whether it has not ended.
  public boolean isAlive() {
    return process.isAlive();
  }

  /// SIGKILL: no hook, no handler and no finally block runs. Returns when it is dead, also when it
  /// was before.
  ///
  /// @throws IllegalStateException when it is still there after 30 s
  public void kill() {
    process.destroyForcibly();
    requireEnd();
  }

  /// SIGTERM: its shutdown hooks run. Returns when it has ended.
  ///
  /// @throws IllegalStateException when it is still there after 30 s
  public void stop() {
    // Not Process.destroy: it closes the child's standard input as well, and with it endWithParent
    // would end the JVM before its hooks have.
    process.toHandle().destroy();
    requireEnd();
  }

  /// SIGSTOP: it stands still, its sockets stay open, until [#thaw].
  ///
  /// @throws IllegalStateException when there is no such process
  public void freeze() {
    signal("STOP");
  }

  /// SIGCONT: it goes on as if no time had passed.
  ///
  /// @throws IllegalStateException when there is no such process
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("no %s to %s: %d".formatted(name, this, status));
      }
    } catch (IOException e) {
      throw new IllegalStateException("no %s to %s".formatted(name, this), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signalling " + this, e);
    }
  }

  /// Waits for its end.
  ///
  /// @return false when it is still there after that time
  public boolean awaitEnd(Duration limit) {
    try {
      return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + this, e);
    }
  }

  /// What it has in memory, in MiB; empty where the system does not tell, and when it has ended.
  public Optional<Long> residentMiB() {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Called by the child at the end of its `main`: returns never, and ends this JVM without its
  /// shutdown hooks when its standard input ends, which it does with its parent.
  public static void endWithParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // the parent has gone
    }
    Runtime.getRuntime().halt(1);
  }

  @Override
  public String toString() {
    return "process %d, %s".formatted(process.pid(), main.getSimpleName());
  }

  private void requireEnd() {
    if (!awaitEnd(END_LIMIT)) {
      throw new IllegalStateException("%s has not ended after %s".formatted(this, END_LIMIT));
    }
  }
}
