package dev.sluice.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.launcher.SecretFiles;
import dev.sluice.schemas.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A `./sluice up` as a process of its own.
final class UpProcess implements AutoCloseable {

  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 40;

  private final Process process;
  private final Path data;
  private final int port;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CountDownLatch ready = new CountDownLatch(1);

  private UpProcess(Process process, Path data, int port) {
    this.process = process;
    this.data = data;
    this.port = port;
    Thread.ofVirtual().start(this::read);
  }

  /// Starts one and returns at once.
  static UpProcess launch(Path data, int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Xmx320m");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(
        List.of(
            "dev.sluice.launcher.Sluice", "up", "--data", data.toString(), "--port", "" + port));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(new File(System.getProperty("java.io.tmpdir")));
    builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
    return new UpProcess(builder.start(), data, port);
  }

  /// Starts one and waits until it says that it is ready.
  static UpProcess start(Path data, int port) throws IOException, InterruptedException {
    UpProcess up = launch(data, port);
    assertThat(up.ready.await(START_SECONDS, TimeUnit.SECONDS) && up.process.isAlive())
        .as("ready within %d s; it said %s", START_SECONDS, up.lines)
        .isTrue();
    return up;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// What it printed so far.
  List<String> lines() {
    return lines;
  }

  /// The items in acme's inbox.
  List<JsonNode> inbox() {
    String token = secret(FirstTenant.API_TOKEN);
    HttpRequest request =
        HttpRequest.newBuilder(address().resolve("/api/inbox?limit=500"))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      List<JsonNode> items = new ArrayList<>();
      Json.mapper().readTree(answer.body()).required("items").forEach(items::add);
      return items;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String secret(String name) {
    try {
      return new SecretFiles(data.resolve("secrets")).read(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// SIGTERM, and the status it ends with.
  int terminate() throws InterruptedException {
    process.destroy();
    return await();
  }

  /// The status it ends with by itself.
  int await() throws InterruptedException {
    assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS))
        .as("ended within %d s; it said %s", STOP_SECONDS, lines)
        .isTrue();
    return process.exitValue();
  }

  /// SIGKILL.
  void kill() throws InterruptedException {
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
        if (line.contains("Sluice is ready")) {
          ready.countDown();
        }
      }
    } catch (IOException e) {
      lines.add("unreadable: " + e);
    }
    ready.countDown();
  }
}
