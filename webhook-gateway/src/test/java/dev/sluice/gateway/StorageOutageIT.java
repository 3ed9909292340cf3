package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.embedded.EmbeddedKafka;
import dev.sluice.embedded.KafkaSettings;
import dev.sluice.schemas.TopicProvisioner;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A broker of its own, which the test may stop.
class StorageOutageIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int DELIVERIES = 20;
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  private final TestTenant tenant = TestTenants.unique();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void shouldRefuseWhileTheBrokerIsAwayAndStoreAgainWhenItIsBack(@TempDir Path directory)
      throws Exception {
    // Given
    EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(directory));
    Map<String, Object> connection = Map.of("bootstrap.servers", kafka.bootstrapServers());
    createTopics(connection);
    WebhookGateway gateway =
        WebhookGateway.open(
            GatewaySettings.DEFAULT,
            connection,
            Tenants.of(tenant.tenant()),
            Secrets.ofThisProcess(),
            registry);
    try (GatewayServer server = GatewayServer.start(gateway, GatewaySettings.DEFAULT)) {
      await().atMost(LIMIT).until(gateway::ready);
      assertThat(server.post(tenant, BODY).statusCode()).isEqualTo(200);
      kafka.close();

      // When
      List<CompletableFuture<HttpResponse<byte[]>>> pending = deliver(server);
      HttpResponse<byte[]> other =
          server.shakeHands(tenant.id().value(), "subscribe", tenant.verifyToken(), "42");
      List<Integer> refused = pending.stream().map(answer -> answer.join().statusCode()).toList();

      // Then
      assertThat(other.statusCode()).isEqualTo(200);
      assertThat(refused).containsOnly(503);
      int port = URI.create("kafka://" + connection.get("bootstrap.servers")).getPort();
      try (EmbeddedKafka again = EmbeddedKafka.start(KafkaSettings.in(directory).withPort(port))) {
        assertThat(again.bootstrapServers()).isEqualTo(connection.get("bootstrap.servers"));
        await()
            .atMost(LIMIT)
            .untilAsserted(() -> assertThat(server.post(tenant, BODY).statusCode()).isEqualTo(200));
      }
    } finally {
      kafka.close();
    }
  }

  private List<CompletableFuture<HttpResponse<byte[]>>> deliver(GatewayServer server) {
    return IntStream.range(0, DELIVERIES)
        .mapToObj(i -> server.sendAsync(tenant.id().value(), GatewayServer.signed(tenant, BODY)))
        .toList();
  }

  private static void createTopics(Map<String, Object> connection) {
    try (Admin admin = Admin.create(connection)) {
      new TopicProvisioner(admin).createShared();
    }
  }
}
