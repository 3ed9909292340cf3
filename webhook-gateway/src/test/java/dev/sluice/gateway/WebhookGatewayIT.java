package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestBroker;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class WebhookGatewayIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final TestTenant tenant = TestTenants.unique();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void shouldHaveEveryAcknowledgedDeliveryInKafkaByteForByte() throws Exception {
    // Given
    TestBroker.createSharedTopics();
    List<byte[]> bodies =
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    MetaPayloads.whatsApp(tenant.account(Channel.WHATSAPP))
                        .text("wamid." + i, "41790000001", "café 1/2 \uD83D\uDE00 " + i)
                        .bytes())
            .toList();
    try (GatewayServer server = start(TestBroker.connection(), GatewaySettings.DEFAULT)) {
      List<CompletableFuture<HttpResponse<byte[]>>> answers =
          bodies.stream()
              .map(body -> server.sendAsync(path(), GatewayServer.signed(tenant, body)))
              .toList();

      // When
      List<Integer> statuses = answers.stream().map(answer -> answer.join().statusCode()).toList();

      // Then
      assertThat(statuses).containsOnly(200);
      List<ConsumerRecord<String, byte[]>> kept =
          TestBroker.readAll(Topics.WEBHOOKS, tenant.id(), bodies.size(), LIMIT);
      assertThat(kept)
          .extracting(ConsumerRecord::value)
          .containsExactlyInAnyOrderElementsOf(bodies);
      assertThat(kept)
          .extracting(record -> WebhookHeaders.text(record.headers(), WebhookHeaders.ID))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void shouldStoreTheLargestDeliveryThereIs() throws Exception {
    // Given
    TestBroker.createSharedTopics();
    byte[] largest =
        ("{\"a\":\"" + "x".repeat(4 * 1024 * 1024 - 8) + "\"}").getBytes(StandardCharsets.UTF_8);
    try (GatewayServer server = start(TestBroker.connection(), GatewaySettings.DEFAULT)) {

      // When
      HttpResponse<byte[]> response = server.post(tenant, largest);

      // Then
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(TestBroker.readAll(Topics.WEBHOOKS, tenant.id(), 1, LIMIT).getFirst().value())
          .isEqualTo(largest);
    }
  }

  @Test
  void shouldQuarantineWhatIsSignedButNotJson() throws Exception {
    // Given
    TestBroker.createSharedTopics();
    byte[] body = "not json".getBytes(StandardCharsets.UTF_8);
    try (GatewayServer server = start(TestBroker.connection(), GatewaySettings.DEFAULT)) {

      // When
      HttpResponse<byte[]> response = server.post(tenant, body);

      // Then
      assertThat(response.statusCode()).isEqualTo(200);
      ConsumerRecord<String, byte[]> kept =
          TestBroker.readAll(Topics.WEBHOOKS_QUARANTINE, tenant.id(), 1, LIMIT).getFirst();
      assertThat(kept.value()).isEqualTo(body);
      assertThat(WebhookHeaders.text(kept.headers(), WebhookHeaders.REASON)).contains("not JSON");
    }
  }

  @Test
  void shouldBecomeReadyWhenTheTopicsAreThere() {
    // Given
    TestBroker.createSharedTopics();

    // When
    try (WebhookGateway gateway = open(TestBroker.connection(), GatewaySettings.DEFAULT)) {

      // Then
      await().atMost(LIMIT).until(gateway::ready);
    }
  }

  /// The worst kind of absence: something accepts connections and says nothing.
  @Test
  void shouldAnswer503WhenTheBrokerIsSilentAndOthersMeanwhile() throws Exception {
    // Given
    GatewaySettings patient =
        new GatewaySettings(
            Duration.ofSeconds(4), 1024 * 1024, 64 * 1024 * 1024, 100, Duration.ofSeconds(5), 10);
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        GatewayServer server =
            start(Map.of("bootstrap.servers", "127.0.0.1:" + silent.getLocalPort()), patient)) {
      List<CompletableFuture<HttpResponse<byte[]>>> pending =
          IntStream.range(0, 20)
              .mapToObj(i -> server.sendAsync(path(), GatewayServer.signed(tenant, body)))
              .toList();

      // When
      HttpResponse<byte[]> other =
          server.shakeHands(path(), "subscribe", tenant.verifyToken(), "42");
      List<HttpResponse<byte[]>> answers = pending.stream().map(CompletableFuture::join).toList();

      // Then
      assertThat(other.statusCode()).isEqualTo(200);
      assertThat(answers).allMatch(answer -> answer.statusCode() == 503);
      assertThat(answers)
          .allMatch(answer -> answer.headers().firstValue("Retry-After").isPresent());
    }
  }

  private GatewayServer start(Map<String, Object> connection, GatewaySettings settings) {
    return GatewayServer.start(open(connection, settings), settings);
  }

  private WebhookGateway open(Map<String, Object> connection, GatewaySettings settings) {
    return WebhookGateway.open(
        settings, connection, Tenants.of(tenant.tenant()), Secrets.ofThisProcess(), registry);
  }

  private String path() {
    return tenant.id().value();
  }
}
