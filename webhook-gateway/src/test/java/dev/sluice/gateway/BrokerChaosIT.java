package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.TopicProvisioner;
import dev.sluice.schemas.Topics;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.BrokerJvm;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import dev.sluice.testsupport.TopicReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A broker in a process of its own, done to under load whatever can be done to one.
class BrokerChaosIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// The gateway's deadline, and what a busy machine adds.
  private static final Duration ANSWER_LIMIT = Duration.ofMillis(2_500);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private static Path directory;

  @SuppressWarnings("NullAway.Init") // JUnit calls start
  private static BrokerJvm broker;

  private final TestTenant tenant = TestTenants.unique();

  @BeforeAll
  static void start() throws Exception {
    broker = BrokerJvm.start(directory, Map.of());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void shouldAcknowledgeOnlyWhatIsStoredAndAlwaysAnswerInTime() throws Exception {
    // Given
    broker.createSharedTopics();
    try (GatewayServer server = gateway();
        ChaosLoad load = ChaosLoad.start(server, tenant)) {
      load.awaitAccepted();

      // When
      slow(load);
      outage(server, load, broker::freeze, broker::thaw);
      outage(server, load, broker::kill, BrokerChaosIT::restart);
      outage(server, load, broker::stop, BrokerChaosIT::restart);
      load.end();

      // Then
      assertThat(load.slowest()).isLessThan(ANSWER_LIMIT);
      assertThat(load.statuses()).containsOnly(200, 503);
      assertThat(stored(load.accepted().size())).containsAll(load.accepted());
    }
  }

  @Test
  void shouldAnswerWhenTheTopicIsMissingAndWhenItTakesNoLargeRecords() throws Exception {
    // Given
    broker.createSharedTopics();
    try (GatewayServer server = gateway();
        Admin admin = Admin.create(broker.connection());
        ChaosLoad load = ChaosLoad.start(server, tenant)) {
      load.awaitAccepted();

      // When
      outage(server, load, () -> delete(admin), () -> create(admin));
      limit(admin, 20_000);
      await().atMost(LIMIT).until(() -> server.post(tenant, json(30_000)).statusCode() == 413);

      // Then
      assertThat(server.post(tenant, json(1_000)).statusCode()).isEqualTo(200);
      assertThat(server.ready()).isTrue();
      assertThat(load.slowest()).isLessThan(ANSWER_LIMIT);
    }
  }

  /// Slower than ever, but in time: nothing is refused for it.
  private static void slow(ChaosLoad load) {
    long before = load.accepted().size();
    for (int i = 0; i < 3; i++) {
      broker.freeze();
      await().pollDelay(Duration.ofMillis(400)).until(() -> true);
      broker.thaw();
      load.awaitAccepted();
    }
    assertThat(load.accepted().size()).isGreaterThan((int) before);
    assertThat(load.statuses()).containsOnly(200);
  }

  private void outage(GatewayServer server, ChaosLoad load, Runnable begin, Runnable end)
      throws Exception {
    begin.run();
    load.awaitRefused();
    await().atMost(LIMIT).until(() -> !server.ready());
    long asked = System.nanoTime();
    int other =
        server
            .shakeHands(tenant.id().value(), "subscribe", tenant.verifyToken(), "42")
            .statusCode();
    assertThat(other).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));
    end.run();
    load.awaitAccepted();
    await().atMost(LIMIT).until(server::ready);
  }

  private static void restart() {
    try {
      broker.restart();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private GatewayServer gateway() {
    WebhookGateway gateway =
        WebhookGateway.open(
            GatewaySettings.DEFAULT,
            broker.connection(),
            Tenants.of(tenant.tenant()),
            Secrets.ofThisProcess(),
            new SimpleMeterRegistry());
    await().atMost(LIMIT).until(gateway::ready);
    return GatewayServer.start(gateway, GatewaySettings.DEFAULT);
  }

  private Set<String> stored(int expected) {
    try (TopicReader<String, byte[]> reader =
        TopicReader.open(broker.connection(), Topics.WEBHOOKS)) {
      return reader.read(held -> held.key().equals(tenant.id().value()), expected, LIMIT).stream()
          .map(held -> new String(held.value(), UTF_8))
          .collect(Collectors.toSet());
    }
  }

  private static void delete(Admin admin) {
    admin
        .deleteTopics(List.of(Topics.WEBHOOKS.name()))
        .all()
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  /// A deleted topic may still be going when it is to come back.
  private static void create(Admin admin) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              new TopicProvisioner(admin).createShared();
              return admin.listTopics().names().get().contains(Topics.WEBHOOKS.name());
            });
  }

  private static void limit(Admin admin, int bytes) {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.WEBHOOKS.name());
    AlterConfigOp smaller =
        new AlterConfigOp(
            new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes)),
            AlterConfigOp.OpType.SET);
    admin
        .incrementalAlterConfigs(Map.of(topic, List.of(smaller)))
        .all()
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static byte[] json(int length) {
    return ("{\"a\":\"" + "x".repeat(length - 8) + "\"}").getBytes(UTF_8);
  }
}
