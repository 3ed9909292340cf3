package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class ProviderSimulatorTest {

  private static final String PHONE = "106540352242922";
  private static final String TOKEN = "a token";
  private static final ProviderBehaviour AT_ONCE =
      ProviderBehaviour.accepting(Latency.constant(Duration.ZERO));
  private static final ProviderBehaviour NEVER =
      ProviderBehaviour.accepting(Latency.constant(Duration.ofMinutes(1)));

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  @Test
  void shouldAcceptATextAsTheCloudApiDoes() throws Exception {
    // Given
    try (ProviderSimulator provider = start(AT_ONCE)) {

      // When
      HttpResponse<String> answer = send(provider, "our-1");

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(answer.body())
          .matches(
              "\\{\"messaging_product\":\"whatsapp\",\"contacts\":\\[\\{\"input\":\"12125550101\","
                  + "\"wa_id\":\"12125550101\"}],\"messages\":\\[\\{\"id\":\"wamid\\.[^\"]+\","
                  + "\"message_status\":\"accepted\"}]}");
      AccountReport report = provider.report().of(PHONE);
      assertThat(report.arrivals()).containsExactly(Map.entry("our-1", 1));
      assertThat(report.accepted()).containsExactly(Map.entry("our-1", 1));
      assertThat(report.peakInFlight()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text without words | {'messaging_product':'whatsapp','to':'1','type':'text','text':{}} | 131008",
        "no recipient | {'messaging_product':'whatsapp','type':'text','text':{'body':'x'}} | 131008",
        "template without name | {'messaging_product':'whatsapp','to':'1','type':'template','template':{'language':{'code':'en'}}} | 131008",
        "unknown type | {'messaging_product':'whatsapp','to':'1','type':'fax','fax':{}} | 131051",
        "no product | {'to':'1','type':'text','text':{'body':'x'}} | 100",
        "no JSON | hello | 100"
      })
  void shouldRefuseARequestMetaWouldRefuse(String why, String body, int code) throws Exception {
    // Given
    try (ProviderSimulator provider = start(AT_ONCE)) {

      // When
      HttpResponse<String> answer = post(provider, PHONE, TOKEN, body.replace('\'', '"'));

      // Then
      assertThat(answer.statusCode()).as(why).isEqualTo(400);
      assertThat(answer.body()).contains("\"code\":" + code + ",");
    }
  }

  @Test
  void shouldAcceptATemplate() throws Exception {
    // Given
    String template =
        """
        {"messaging_product":"whatsapp","to":"12125550101","type":"template","template":{\
        "name":"sale","language":{"code":"en_US"}},"biz_opaque_callback_data":"our-2"}""";
    try (ProviderSimulator provider = start(AT_ONCE)) {

      // When
      HttpResponse<String> answer = post(provider, PHONE, TOKEN, template);

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(provider.report().of(PHONE).accepted()).containsKey("our-2");
    }
  }

  @Test
  void shouldRefuseAWrongTokenAndAnUnknownAccountWithoutCounting() throws Exception {
    // Given
    try (ProviderSimulator provider = start(AT_ONCE)) {

      // When
      HttpResponse<String> forged = post(provider, PHONE, "guess", text("our-1"));

      // Then
      assertThat(forged.statusCode()).isEqualTo(401);
      assertThat(forged.body()).contains("\"code\":190,");
      assertThat(post(provider, "someone-else", TOKEN, text("our-1")).statusCode()).isEqualTo(400);
      assertThat(provider.report().of(PHONE).arrivals()).isEmpty();
    }
  }

  @Test
  void shouldRefuseWhatExceedsTheRequestsInFlight() throws Exception {
    // Given
    Throttle two = Throttle.inFlight(2).withRetryAfter(Duration.ofMillis(1500));
    try (ProviderSimulator provider = start(NEVER.withThrottle(two))) {
      IntStream.range(0, 2).forEach(i -> inBackground(provider, PHONE, "held-" + i));
      await().until(() -> provider.report().of(PHONE).peakInFlight() == 2);

      // When
      HttpResponse<String> answer = send(provider, "too-many");

      // Then
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.body()).contains("\"code\":130429,");
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
      AccountReport report = provider.report().of(PHONE);
      assertThat(report.throttled()).isEqualTo(1);
      assertThat(report.peakInFlight()).isEqualTo(2);
    }
  }

  @Test
  void shouldRefuseWhatExceedsTheRate() throws Exception {
    // Given
    Throttle slow = Throttle.rate(0.001).withHttpStatus(400);
    try (ProviderSimulator provider = start(AT_ONCE.withThrottle(slow))) {
      assertThat(send(provider, "first").statusCode()).isEqualTo(200);

      // When
      HttpResponse<String> second = send(provider, "second");

      // Then
      assertThat(second.statusCode()).isEqualTo(400);
      assertThat(second.body()).contains("\"code\":130429,");
      assertThat(second.headers().firstValue("Retry-After")).isEmpty();
    }
  }

  @Test
  void shouldFailAsToldUntilToldOtherwise() throws Exception {
    // Given
    try (ProviderSimulator provider = start(AT_ONCE.withFailures(Failure.undeliverable(1)))) {
      assertThat(send(provider, "our-1").body()).contains("\"code\":131026,");
      provider.behave(PHONE, AT_ONCE.withFailures(Failure.serverError(1)));
      assertThat(send(provider, "our-1").body()).isEmpty();
      provider.behave(PHONE, AT_ONCE);

      // When
      HttpResponse<String> last = send(provider, "our-1");

      // Then
      assertThat(last.statusCode()).isEqualTo(200);
      AccountReport report = provider.report().of(PHONE);
      assertThat(report.failed()).isEqualTo(2);
      assertThat(report.arrivals()).containsEntry("our-1", 3);
      assertThat(report.accepted()).containsEntry("our-1", 1);
    }
  }

  @Test
  void shouldAcceptAndHangUp() {
    // Given
    try (ProviderSimulator provider = start(AT_ONCE.withDropShare(1))) {

      // When
      Throwable failure = catchSend(provider, "in-doubt");

      // Then
      assertThat(failure).isInstanceOf(IOException.class);
      AccountReport report = provider.report().of(PHONE);
      assertThat(report.dropped()).isEqualTo(1);
      assertThat(report.accepted()).containsEntry("in-doubt", 1);
      assertThat(report.sentTwice()).isZero();
    }
  }

  @Test
  void shouldCountAMessageSentTwice() throws Exception {
    // Given
    try (ProviderSimulator provider = start(AT_ONCE)) {
      send(provider, "our-1");
      send(provider, "our-2");

      // When
      send(provider, "our-1");

      // Then
      assertThat(provider.report().of(PHONE).sentTwice()).isEqualTo(1);
    }
  }

  @Test
  void shouldHoldAThousandSlowRequestsAndAnswerANeighbourMeanwhile() throws Exception {
    // Given
    int many = 1_000;
    ProviderSettings settings =
        ProviderSettings.of(
            ProviderAccount.of("slow", TOKEN, NEVER), ProviderAccount.of(PHONE, TOKEN, AT_ONCE));
    try (ProviderSimulator provider = ProviderSimulator.start(settings)) {
      for (int i = 0; i < many; i++) {
        inBackground(provider, "slow", "held-" + i);
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> provider.report().of("slow").peakInFlight() == many);

      // When
      HttpResponse<String> answer = send(provider, "our-1");

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(provider.report().of("slow").accepted()).isEmpty();
      assertThat(provider.report().of("slow").throttled()).isZero();
    }
  }

  /// An answer that waits for a delayed acknowledgement takes 40 ms.
  @Test
  void shouldAnswerOnAKeptConnectionWithoutDelay() throws Exception {
    // Given
    try (ProviderSimulator provider = start(AT_ONCE)) {
      for (int i = 0; i < 50; i++) {
        send(provider, "warm-" + i);
      }
      long[] nanos = new long[200];

      // When
      for (int i = 0; i < nanos.length; i++) {
        long start = System.nanoTime();
        send(provider, "our-" + i);
        nanos[i] = System.nanoTime() - start;
      }

      // Then
      Percentiles took = Percentiles.ofNanos(nanos);
      assertThat(took.p50()).isLessThan(20);
    }
  }

  @Test
  void shouldKeepASenderWithAWindowWithinIt() throws Exception {
    // Given
    int window = 10;
    Latency brief = Latency.lognormal(Duration.ofNanos(100_000), Duration.ofMillis(2));
    Throttle exact = Throttle.inFlight(window);
    try (ProviderSimulator provider =
            start(ProviderBehaviour.accepting(brief).withThrottle(exact));
        ExecutorService senders =
            Executors.newFixedThreadPool(window, Thread.ofVirtual().factory())) {

      // When
      List<Future<Integer>> sends =
          IntStream.range(0, 1_000)
              .mapToObj(i -> senders.submit(() -> send(provider, "our-" + i).statusCode()))
              .toList();

      // Then
      for (Future<Integer> sent : sends) {
        assertThat(sent.get()).isEqualTo(200);
      }
      AccountReport report = provider.report().of(PHONE);
      assertThat(report.throttled()).isZero();
      assertThat(report.peakInFlight()).isLessThanOrEqualTo(window);
      assertThat(report.latencies()).hasSize(1_000);
      assertThat(report.seconds())
          .isGreaterThanOrEqualTo(ListScheduling.seconds(report.latencies(), window) * 0.99);
    }
  }

  @Test
  void shouldDrawTheSameLatenciesInEveryRun() throws Exception {
    // Given
    Latency law = Latency.lognormal(Duration.ofNanos(100_000), Duration.ofMillis(2));
    List<Duration> expected =
        IntStream.range(0, 20).mapToObj(i -> law.draw(5, "our-" + i, 1)).toList();
    ProviderSettings settings =
        ProviderSettings.of(ProviderAccount.of(PHONE, TOKEN, ProviderBehaviour.accepting(law)))
            .withSeed(5);
    try (ProviderSimulator provider = ProviderSimulator.start(settings)) {

      // When
      for (int i = 0; i < 20; i++) {
        send(provider, "our-" + i);
      }

      // Then
      assertThat(provider.report().of(PHONE).latencies()).isEqualTo(expected);
    }
  }

  @Test
  void shouldNameTheAccountItDoesNotServe() {
    // Given
    try (ProviderSimulator provider = start(AT_ONCE)) {

      // When
      ThrowingCallable asking = () -> provider.behave("someone-else", AT_ONCE);

      // Then
      assertThatThrownBy(asking).hasMessage("account 'someone-else' is not served here");
    }
  }

  private static ProviderSimulator start(ProviderBehaviour behaviour) {
    return ProviderSimulator.start(
        ProviderSettings.of(ProviderAccount.of(PHONE, TOKEN, behaviour)));
  }

  private static HttpResponse<String> send(ProviderSimulator provider, String id)
      throws IOException, InterruptedException {
    return post(provider, PHONE, TOKEN, text(id));
  }

  private static Throwable catchSend(ProviderSimulator provider, String id) {
    try {
      return new AssertionError("answered: " + send(provider, id));
    } catch (IOException e) {
      return e;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void inBackground(ProviderSimulator provider, String account, String id) {
    CompletableFuture<HttpResponse<Void>> ignored =
        HTTP.sendAsync(request(provider, account, TOKEN, text(id)), BodyHandlers.discarding());
    assertThat(ignored).isNotNull();
  }

  private static HttpResponse<String> post(
      ProviderSimulator provider, String account, String token, String body)
      throws IOException, InterruptedException {
    return HTTP.send(request(provider, account, token, body), BodyHandlers.ofString());
  }

  private static HttpRequest request(
      ProviderSimulator provider, String account, String token, String body) {
    return HttpRequest.newBuilder(URI.create(provider.url() + "/" + account + "/messages"))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static String text(String id) {
    return """
        {"messaging_product":"whatsapp","recipient_type":"individual","to":"12125550101",\
        "type":"text","text":{"body":"hello"},"biz_opaque_callback_data":"%s"}"""
        .formatted(id);
  }
}
