package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.FakeGateway.Post;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StatusFeedTest {

  private static final String SECRET = "app secret";
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final MetaApp APP = new MetaApp("/webhooks/shop", SECRET);

  @Test
  void shouldReportSentDeliveredAndReadInOrderWithOurOwnId() throws InterruptedException {
    // Given
    try (FakeGateway gateway = FakeGateway.acknowledging(SECRET);
        StatusFeed feed = StatusFeed.start("phone", StatusSink.to(gateway.url(), APP), 1)) {

      // When
      feed.accepted(new ProviderContract.Send("12125550101", "our-1"), "wamid.1");

      // Then
      assertThat(feed.awaitPosted(LIMIT)).isTrue();
      assertThat(feed.posted()).isEqualTo(3);
      assertThat(statuses(gateway).map(status -> status.path("status").asText()))
          .containsExactly("sent", "delivered", "read");
      assertThat(statuses(gateway))
          .allMatch(status -> status.path("id").asText().equals("wamid.1"))
          .allMatch(status -> status.path("recipient_id").asText().equals("12125550101"))
          .allMatch(status -> status.path("biz_opaque_callback_data").asText().equals("our-1"));
      assertThat(gateway.posts())
          .allMatch(Post::signed)
          .allMatch(post -> post.path().equals("/webhooks/shop"))
          .allMatch(post -> post.body().contains("\"phone_number_id\":\"phone\""));
    }
  }

  @Test
  void shouldPutUpToAHundredIntoOneWebhook() throws InterruptedException {
    // Given
    CountDownLatch enqueued = new CountDownLatch(1);
    try (FakeGateway gateway = FakeGateway.answering(SECRET, post -> after(enqueued));
        StatusFeed feed = StatusFeed.start("phone", StatusSink.to(gateway.url(), APP), 1)) {
      IntStream.range(0, 200)
          .forEach(i -> feed.accepted(new ProviderContract.Send("1", "our-" + i), "wamid." + i));

      // When
      enqueued.countDown();

      // Then
      assertThat(feed.awaitPosted(LIMIT)).isTrue();
      List<Integer> sizes =
          gateway.posts().stream().map(post -> statuses(post).toList().size()).toList();
      assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(600);
      assertThat(sizes).allMatch(size -> size <= StatusFeed.BATCH_MAX);
      assertThat(sizes).hasSizeLessThanOrEqualTo(7).contains(StatusFeed.BATCH_MAX);
    }
  }

  @Test
  void shouldPostAgainWhatTheGatewayDidNotTake() throws InterruptedException {
    // Given
    AtomicInteger posts = new AtomicInteger();
    try (FakeGateway gateway =
            FakeGateway.answering(SECRET, post -> posts.incrementAndGet() <= 2 ? 503 : 200);
        StatusFeed feed = StatusFeed.start("phone", StatusSink.to(gateway.url(), APP), 1)) {

      // When
      feed.accepted(new ProviderContract.Send("1", "our-1"), "wamid.1");

      // Then
      assertThat(feed.awaitPosted(LIMIT)).isTrue();
      assertThat(feed.posted()).isEqualTo(3);
      assertThat(feed.lost()).isZero();
      assertThat(gateway.posts().get(1).body()).isEqualTo(gateway.posts().get(0).body());
      assertThat(gateway.posts().get(2).body()).isEqualTo(gateway.posts().get(0).body());
    }
  }

  @Test
  void shouldLetAShareFailAfterItWasAccepted() throws InterruptedException {
    // Given
    try (FakeGateway gateway = FakeGateway.acknowledging(SECRET);
        StatusFeed feed =
            StatusFeed.start("phone", StatusSink.to(gateway.url(), APP).withFailedShare(0.5), 1)) {

      // When
      IntStream.range(0, 200)
          .forEach(i -> feed.accepted(new ProviderContract.Send("1", "our-" + i), "wamid." + i));

      // Then
      assertThat(feed.awaitPosted(LIMIT)).isTrue();
      List<String> states =
          statuses(gateway).map(status -> status.path("status").asText()).toList();
      int failed = Collections.frequency(states, "failed");
      assertThat(failed).isBetween(70, 130);
      assertThat(Collections.frequency(states, "sent")).isEqualTo(200);
      assertThat(Collections.frequency(states, "delivered")).isEqualTo(200 - failed);
      assertThat(Collections.frequency(states, "read")).isEqualTo(200 - failed);
      assertThat(
              statuses(gateway).filter(status -> status.path("status").asText().equals("failed")))
          .allMatch(status -> status.at("/errors/0/code").asInt() == 131026);
    }
  }

  @Test
  void shouldSpaceTheStagesByTheStep() throws InterruptedException {
    // Given
    Duration step = Duration.ofMillis(60);
    long start = System.nanoTime();
    try (FakeGateway gateway = FakeGateway.acknowledging(SECRET);
        StatusFeed feed =
            StatusFeed.start("phone", StatusSink.to(gateway.url(), APP).withStep(step), 1)) {

      // When
      feed.accepted(new ProviderContract.Send("1", "our-1"), "wamid.1");

      // Then
      assertThat(feed.awaitPosted(LIMIT)).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(step.multipliedBy(3));
      assertThat(statuses(gateway).map(status -> status.path("status").asText()))
          .containsExactly("sent", "delivered", "read");
    }
  }

  @Test
  void shouldArriveFromAnAcceptedSend() throws Exception {
    // Given
    try (FakeGateway gateway = FakeGateway.acknowledging(SECRET);
        ProviderSimulator provider =
            ProviderSimulator.start(
                ProviderSettings.of(
                    ProviderAccount.of(
                            "phone",
                            "token",
                            ProviderBehaviour.accepting(Latency.constant(Duration.ZERO)))
                        .withStatuses(StatusSink.to(gateway.url(), APP))));
        HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest send =
          HttpRequest.newBuilder(URI.create(provider.url() + "/phone/messages"))
              .header("Authorization", "Bearer token")
              .POST(
                  BodyPublishers.ofString(
                      """
                      {"messaging_product":"whatsapp","to":"1","type":"text",\
                      "text":{"body":"hi"},"biz_opaque_callback_data":"c:spring:our-9"}"""))
              .build();

      // When
      String answer = http.send(send, BodyHandlers.ofString()).body();

      // Then
      assertThat(provider.awaitStatuses(LIMIT)).isTrue();
      assertThat(statuses(gateway)).hasSize(3);
      assertThat(statuses(gateway))
          .allMatch(status -> answer.contains(status.path("id").asText()))
          .allMatch(
              status -> status.path("biz_opaque_callback_data").asText().equals("c:spring:our-9"));
      assertThat(provider.report().of("phone").accepted()).containsOnlyKeys("our-9");
      assertThat(provider.report().of("phone").statusesPosted()).isEqualTo(3);
    }
  }

  private static Stream<JsonNode> statuses(FakeGateway gateway) {
    return gateway.posts().stream().flatMap(StatusFeedTest::statuses);
  }

  private static Stream<JsonNode> statuses(Post post) {
    JsonNode all = post.tree().at("/entry/0/changes/0/value/statuses");
    return all.valueStream();
  }

  private static int after(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS) ? 200 : 500;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FakeGateway.HANG_UP;
    }
  }
}
