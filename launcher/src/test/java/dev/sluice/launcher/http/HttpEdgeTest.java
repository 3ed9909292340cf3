package dev.sluice.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.launcher.CannotStart;
import dev.sluice.launcher.settings.HttpSettings;
import dev.sluice.schemas.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HttpEdgeTest {

  private static final HttpSettings ANY_PORT = HttpSettings.DEFAULT.withPort(0);
  private static final AtomicBoolean READY = new AtomicBoolean();
  private static final Metrics METRICS = new Metrics();
  private static HttpEdge edge;

  @BeforeAll
  static void start() {
    Readiness readiness = new Readiness();
    readiness.add("always", "nothing", () -> true);
    readiness.add("topology", "its partitions", READY::get);
    edge = HttpEdge.start(ANY_PORT, Map.of(), readiness, METRICS.registry());
  }

  @AfterAll
  static void stop() {
    edge.close();
    METRICS.close();
  }

  @Test
  void shouldLive() throws Exception {
    // When
    HttpResponse<String> answer = get("/health/live");

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"live\"}");
  }

  @Test
  void shouldSayWhichPartIsNotReadyAndWhy() throws Exception {
    // Given
    READY.set(false);

    // When
    HttpResponse<String> answer = get("/health/ready");

    // Then
    JsonNode report = Json.mapper().readTree(answer.body());
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(report.at("/ready").booleanValue()).isFalse();
    assertThat(report.at("/parts/always").textValue()).isEqualTo("ready");
    assertThat(report.at("/parts/topology").textValue()).isEqualTo("its partitions");
  }

  @Test
  void shouldBeReadyWhenEveryPartIs() throws Exception {
    // Given
    READY.set(true);

    // When
    HttpResponse<String> answer = get("/health/ready");

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void shouldServeTheMetricsOfTheJvm() throws Exception {
    // When
    HttpResponse<String> answer = get("/prometheus");

    // Then
    assertThat(answer.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    assertThat(answer.body())
        .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "jvm_gc_");
  }

  @Test
  void shouldSayWhatToDoWhenThePortIsTaken() {
    // Given
    HttpSettings taken = HttpSettings.DEFAULT.withPort(edge.port());

    // Then
    assertThatThrownBy(() -> HttpEdge.start(taken, Map.of()).close())
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("port " + edge.port())
        .hasMessageContaining("choose another");
  }

  private static HttpResponse<String> get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.port() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
