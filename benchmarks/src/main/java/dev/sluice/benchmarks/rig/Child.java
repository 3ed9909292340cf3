package dev.sluice.benchmarks.rig;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A process of this run: it ends with [#close], and with this JVM if that is broken off.
///
/// Its standard error goes to a file, which the message of each failure quotes.
public final class Child implements AutoCloseable {

  /// Brokers and Redis write their last bytes in well under a second.
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  /// As `./sluice` starts a service.
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+ExitOnOutOfMemoryError");

  private static final int QUOTED_CHARACTERS = 2_000;

  private final String name;
  private final Process process;
  private final Path errors;
  private final BufferedReader output;
  private final Writer input;
  private final Thread hook;

  private Child(String name, Process process, Path errors) {
    this.name = name;
    this.process = process;
    this.errors = errors;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.input =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.hook = new Thread(process::destroyForcibly, name + "-end");
  }

  /// @param name for messages, and for the file its standard error goes to
  /// @param directory where it runs and where that file is
  public static Child start(String name, Path directory, List<String> command) throws IOException {
    Path errors = directory.resolve(name + ".err");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.to(errors.toFile()))
            .start();
    Child child = new Child(name, process, errors);
    Runtime.getRuntime().addShutdownHook(child.hook);
    return child;
  }

  /// Another JVM on this one's class path.
  ///
  /// @param main its `main` is run; need not be public
  public static Child ofThisClassPath(
      String name, Path directory, int heapMiB, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMiB + "m");
    command.addAll(FLAGS);
    command.add("-cp");
    command.add(classPath());
    command.add(main.getName());
    command.addAll(arguments);
    return start(name, directory, command);
  }

  /// This process's own, from any directory.
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// The next line it prints; blocks until there is one.
  ///
  /// @throws IOException when it ends before
  public String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("%s ended: %s".formatted(name, lastErrors()));
    }
    return line;
  }

  /// Gives it a line to read.
  public void tell(String line) throws IOException {
    input.write(line);
    input.write('\n');
    input.flush();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// SIGKILL: no hook, no handler and no finally block runs. Returns when it is dead; it is still
  /// to be closed.
  ///
  /// @throws IllegalStateException when it is still there after 10 s
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(name + " survived SIGKILL for " + STOP_LIMIT);
    }
  }

  /// The end of what it wrote to its standard error.
  public String lastErrors() {
    try {
      String all = Files.readString(errors);
      return all.substring(Math.max(0, all.length() - QUOTED_CHARACTERS)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Asks it to end, and ends it after 10 s.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    if (!Runtime.getRuntime().removeShutdownHook(hook)) {
      throw new IllegalStateException(name + " was closed twice");
    }
  }
}
