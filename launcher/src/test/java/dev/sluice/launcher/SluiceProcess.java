package dev.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A `./sluice` as a process of its own.
public final class SluiceProcess implements AutoCloseable {

  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 40;

  private final Process process;
  private final String readyWords;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CountDownLatch ready = new CountDownLatch(1);

  private SluiceProcess(Process process, String readyWords) {
    this.process = process;
    this.readyWords = readyWords;
    Thread.ofVirtual().start(this::read);
  }

  /// Starts one and returns at once.
  ///
  /// @param readyWords what it prints when it is ready
  public static SluiceProcess launch(String readyWords, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Xmx320m");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("dev.sluice.launcher.Sluice");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(new File(System.getProperty("java.io.tmpdir")));
    builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
    return new SluiceProcess(builder.start(), readyWords);
  }

  /// Waits until it is ready, or until its output ends: one that ends instead may still be alive
  /// for a moment then.
  public void awaitReady() throws InterruptedException {
    assertThat(ready.await(START_SECONDS, TimeUnit.SECONDS) && hasSaid(readyWords))
        .as("ready within %d s; it said %s", START_SECONDS, lines)
        .isTrue();
  }

  private boolean hasSaid(String words) {
    return lines.stream().anyMatch(line -> line.contains(words));
  }

  /// What it printed so far.
  public List<String> lines() {
    return lines;
  }

  /// SIGTERM, and the status it ends with.
  public int terminate() throws InterruptedException {
    process.destroy();
    return await();
  }

  /// The status it ends with by itself.
  public int await() throws InterruptedException {
    assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS))
        .as("ended within %d s; it said %s", STOP_SECONDS, lines)
        .isTrue();
    return process.exitValue();
  }

  /// SIGKILL.
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    await();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  private void read() {
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (line.contains(readyWords)) {
          ready.countDown();
        }
      }
    } catch (IOException e) {
      lines.add("unreadable: " + e);
    }
    ready.countDown();
  }
}
