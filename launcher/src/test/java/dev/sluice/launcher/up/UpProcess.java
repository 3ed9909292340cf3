package dev.sluice.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.launcher.SecretFiles;
import dev.sluice.launcher.SluiceProcess;
import dev.sluice.schemas.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A `./sluice up` as a process of its own.
final class UpProcess implements AutoCloseable {

  private final SluiceProcess process;
  private final Path data;
  private final int port;

  private UpProcess(SluiceProcess process, Path data, int port) {
    this.process = process;
    this.data = data;
    this.port = port;
  }

  /// Starts one and returns at once.
  static UpProcess launch(Path data, int port) throws IOException {
    return new UpProcess(
        SluiceProcess.launch(
            "Sluice is ready", "up", "--data", data.toString(), "--port", "" + port),
        data,
        port);
  }

  /// Starts one and waits until it says that it is ready.
  static UpProcess start(Path data, int port) throws IOException, InterruptedException {
    UpProcess up = launch(data, port);
    up.process.awaitReady();
    return up;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// What it printed so far.
  List<String> lines() {
    return process.lines();
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
    return process.terminate();
  }

  /// The status it ends with by itself.
  int await() throws InterruptedException {
    return process.await();
  }

  /// SIGKILL.
  void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
