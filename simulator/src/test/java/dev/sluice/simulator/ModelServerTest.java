package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.RemoteModel.Format;
import dev.sluice.simulator.ModelServer.Behaviour;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ModelServerTest {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Behaviour AT_ONCE = Behaviour.answering(Latency.constant(Duration.ZERO));
  private static final String NATIVE =
      """
      {"task":"sentiment","labels":["negative","neutral","positive"],
       "inputs":[{"id":"a","text":"that is bad"},{"id":"b","text":"thanks!"}]}""";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HF | {'inputs':['that is bad']} | /0/0/label | LABEL_0",
        "OIP | {'id':'7','inputs':[{'name':'text','data':['that is bad']}]} | /outputs/0/data/0 | negative",
        "OPENAI | {'messages':[{'content':'?'},{'content':'that is bad'}],'response_format':{'json_schema':{'schema':{'properties':{'label':{'enum':['negative','neutral']}}}}}} | /choices/0/message/content | {\"label\":\"negative\"}",
        "TEMPLATE | {'text':'that is bad'} | /sentiment | negative"
      })
  void shouldSpeakEveryContract(Format format, String request, String at, String expected)
      throws Exception {
    // Given
    try (ModelServer server = ModelServer.start(AT_ONCE)) {

      // When
      HttpResponse<String> answer =
          post(server.url(format, "sentiment"), request.replace('\'', '"'));

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(json(answer).at(at).asText()).isEqualTo(expected);
      await().until(() -> server.answered() == 1);
    }
  }

  @Test
  void shouldAnswerEveryInputOfTheNativeContractWithScores() throws Exception {
    // Given
    try (ModelServer server = ModelServer.start(AT_ONCE)) {

      // When
      JsonNode answer = json(post(server.url(Format.NATIVE, "sentiment"), NATIVE));

      // Then
      assertThat(answer.at("/results/0/label").textValue()).isEqualTo("negative");
      assertThat(answer.at("/results/1/label").textValue()).isEqualTo("positive");
      assertThat(answer.at("/results/1/id").textValue()).isEqualTo("b");
      assertThat(answer.at("/results/0/scores/positive").doubleValue()).isBetween(0.04, 0.06);
      assertThat(server.requests().getFirst().body()).isEqualTo(NATIVE);
    }
  }

  @Test
  void shouldSpoilTheFirstRequestsInOrderAndThenBehave() throws Exception {
    // Given
    Behaviour spoilt =
        AT_ONCE.first(
            new ModelFault.Status(429, "3"),
            new ModelFault.WrongIds(),
            new ModelFault.UnknownLabel(),
            new ModelFault.Oversize(1_000));
    try (ModelServer server = ModelServer.start(spoilt)) {
      URI url = server.url(Format.NATIVE, "sentiment");

      // When
      List<HttpResponse<String>> answers =
          List.of(
              post(url, NATIVE),
              post(url, NATIVE),
              post(url, NATIVE),
              post(url, NATIVE),
              post(url, NATIVE));

      // Then
      assertThat(answers.get(0).statusCode()).isEqualTo(429);
      assertThat(answers.get(0).headers().firstValue("Retry-After")).hasValue("3");
      assertThat(json(answers.get(1)).at("/results/0/id").textValue()).isEqualTo("not-a");
      assertThat(answers.get(2).body()).contains("no-label-of-anybody");
      assertThat(answers.get(3).body()).hasSizeGreaterThan(1_000);
      assertThat(json(answers.get(4)).at("/results/0/label").textValue()).isEqualTo("negative");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/enrich | hello | 422",
        "/enrich | {} | 422",
        "/enrich | {'labels':[],'inputs':[{'id':'a','text':'b'}]} | 422",
        "/template/sentiment | {'words':'b'} | 422",
        "/nowhere | {} | 404"
      })
  void shouldRefuseWhatBreaksTheContract(String path, String request, int status) throws Exception {
    // Given
    try (ModelServer server = ModelServer.start(AT_ONCE)) {

      // When
      HttpResponse<String> answer = post(server.url().resolve(path), request.replace('\'', '"'));

      // Then
      assertThat(answer.statusCode()).isEqualTo(status);
    }
  }

  @Test
  void shouldHoldManySlowRequestsAtOnce() {
    // Given
    int many = 200;
    try (ModelServer server = ModelServer.start(AT_ONCE.always(new ModelFault.Never()))) {
      URI url = server.url(Format.NATIVE, "sentiment");

      // When
      List<CompletableFuture<HttpResponse<String>>> held =
          IntStream.range(0, many)
              .mapToObj(i -> HTTP.sendAsync(request(url, NATIVE), BodyHandlers.ofString()))
              .toList();

      // Then
      await().atMost(Duration.ofSeconds(30)).until(() -> server.peakInFlight() == many);
      assertThat(held).noneMatch(CompletableFuture::isDone);
      assertThat(server.answered()).isZero();
    }
  }

  private static HttpResponse<String> post(URI url, String body)
      throws IOException, InterruptedException {
    return HTTP.send(request(url, body), BodyHandlers.ofString());
  }

  private static HttpRequest request(URI url, String body) {
    return HttpRequest.newBuilder(url)
        .timeout(Duration.ofSeconds(30))
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return Json.mapper().readTree(answer.body());
  }
}
