package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.simulator.wire.Signatures;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Senders that no client library would be, on sockets.
@Timeout(60)
class SenderLimitsTest {

  private static final byte[] BODY = "{\"a\":1}".getBytes(UTF_8);
  private static final Duration PATIENCE = Duration.ofMillis(1_500);
  private static final Duration TRICKLE = Duration.ofMillis(50);

  private final TestTenant tenant = TestTenants.unique();
  private final FakeWebhookLog log = new FakeWebhookLog();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GatewayServer server =
      start(new HttpLimits(8, 5 * 1024 * 1024, PATIENCE, Duration.ofSeconds(30), 60));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void shouldCloseOnASenderThatIsNeverIdleAndNeverDone() throws Exception {
    // Given: a header that grows by one byte at a time
    try (RawConnection slow = new RawConnection(server.port())) {
      slow.send("POST /webhooks/%s HTTP/1.1\r\nHost: h\r\nX: ".formatted(tenant.id()));
      long begin = System.nanoTime();

      // When
      await()
          .pollInterval(TRICKLE)
          .atMost(Duration.ofSeconds(20))
          .until(() -> slow.refuses(new byte[] {'x'}));

      // Then
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isGreaterThan(PATIENCE.minusMillis(1));
      assertThat(closed("slow")).isEqualTo(1);
    }
  }

  @Test
  void shouldCloseOnASlowBodyAndServeOthersMeanwhile() throws Exception {
    // Given
    try (RawConnection slow = new RawConnection(server.port())) {
      slow.send(head(BODY) + "{");

      // When
      int other = server.post(tenant, BODY).statusCode();
      await()
          .pollInterval(TRICKLE)
          .atMost(Duration.ofSeconds(20))
          .until(() -> slow.refuses(new byte[0]) || closed("slow") == 1);
      slow.awaitEnd();

      // Then
      assertThat(other).isEqualTo(200);
      assertThat(closed("slow")).isEqualTo(1);
      assertThat(log.records()).hasSize(1);
    }
  }

  @Test
  void shouldLetAnAnswerTakeLongerThanARequestMay() throws Exception {
    // Given
    log.holding();
    try (RawConnection patient = new RawConnection(server.port())) {
      patient.send(head(BODY)).send(BODY);
      await().until(() -> log.records().size() == 1);

      // When
      await().pollDelay(PATIENCE.multipliedBy(2)).until(() -> true);
      log.release();

      // Then
      assertThat(patient.status()).isEqualTo(200);
      assertThat(patient.send(head(BODY)).send(BODY).status()).isEqualTo(200);
    }
  }

  @Test
  void shouldServeSeveralRequestsOfOneConnectionSentAtOnce() throws Exception {
    // Given
    String request = head(BODY) + new String(BODY, UTF_8);
    try (RawConnection connection = new RawConnection(server.port())) {

      // When
      connection.send(request + request + request);

      // Then
      assertThat(List.of(connection.status(), connection.status(), connection.status()))
          .containsOnly(200);
      assertThat(log.records()).hasSize(3);
      await().untilAsserted(() -> assertThat(held()).isZero());
    }
  }

  @Test
  void shouldMakeRoomForOneMoreByClosingWhoHasWaitedLongest() throws Exception {
    // Given
    List<RawConnection> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        idle.add(new RawConnection(server.port()));
        int count = idle.size();
        await().until(() -> connections() == count);
      }

      // When
      try (RawConnection late = new RawConnection(server.port())) {
        int status = late.send(head(BODY)).send(BODY).status();

        // Then
        assertThat(status).isEqualTo(200);
        idle.getFirst().awaitEnd();
        assertThat(closed("full")).isEqualTo(1);
        assertThat(idle.getLast().send(head(BODY)).send(BODY).status()).isEqualTo(200);
      }
    } finally {
      for (RawConnection connection : idle) {
        connection.close();
      }
    }
  }

  @Test
  void shouldNotHoldMoreUnfinishedBytesThanAllowed() throws Exception {
    // Given: two of nearly 3 MiB each do not fit into 5
    byte[] part = "x".repeat(2_900_000).getBytes(UTF_8);
    String head =
        "POST /webhooks/%s HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n"
            .formatted(tenant.id());
    try (RawConnection first = new RawConnection(server.port());
        RawConnection second = new RawConnection(server.port())) {
      first.send(head).send(part);
      await().until(() -> held() > 2_900_000);

      // When
      second.send(head).send(part);
      first.awaitEnd();

      // Then
      assertThat(closed("memory")).isEqualTo(1);
      assertThat(server.post(tenant, BODY).statusCode()).isEqualTo(200);
    }
    await().untilAsserted(() -> assertThat(held()).isZero());
  }

  @Test
  void shouldRefuseHeadersThatAreTooLong() throws Exception {
    // Given
    try (RawConnection line = new RawConnection(server.port());
        RawConnection header = new RawConnection(server.port())) {

      // When
      int longLine =
          line.send("POST /webhooks/" + "x".repeat(8_000) + " HTTP/1.1\r\nHost: h\r\n\r\n")
              .status();
      int longHeader =
          header
              .send(
                  "POST /webhooks/%s HTTP/1.1\r\nHost: h\r\nX: %s\r\n\r\n"
                      .formatted(tenant.id(), "x".repeat(16_000)))
              .status();

      // Then
      assertThat(longLine).isBetween(400, 499);
      assertThat(longHeader).isBetween(400, 499);
      assertThat(log.records()).isEmpty();
    }
  }

  /// What a proxy in front might read as two requests.
  @Test
  void shouldNotReadARequestWithTwoLengths() throws Exception {
    // Given
    String two =
        "POST /webhooks/%s HTTP/1.1\r\nHost: h\r\nContent-Length: 7\r\nContent-Length: 3\r\n\r\n"
            .formatted(tenant.id());
    try (RawConnection connection = new RawConnection(server.port())) {

      // When
      int status = connection.send(two).send(BODY).status();

      // Then
      assertThat(status).isIn(400, -1);
      assertThat(log.records()).isEmpty();
    }
  }

  @Test
  void shouldKeepAChunkedBodyThatComesInPieces() throws Exception {
    // Given
    String head =
        "POST /webhooks/%s HTTP/1.1\r\nHost: h\r\n%s: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
            .formatted(tenant.id(), Signatures.HEADER, Signatures.sha256(BODY, tenant.appSecret()));
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send(head);

      // When
      for (byte one : BODY) {
        connection.send("1\r\n").send(new byte[] {one}).send("\r\n");
      }
      int status = connection.send("0\r\n\r\n").status();

      // Then
      assertThat(status).isEqualTo(200);
      assertThat(log.records().getFirst().value()).isEqualTo(BODY);
    }
  }

  @Test
  void shouldAnswerAChunkThatIsNoneWithoutKeepingAnything() throws Exception {
    // Given
    String head =
        "POST /webhooks/%s HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
            .formatted(tenant.id());
    try (RawConnection connection = new RawConnection(server.port())) {

      // When
      int status = connection.send(head).status();

      // Then
      assertThat(status).matches(answer -> answer == -1 || (answer >= 400 && answer < 500));
      assertThat(log.records()).isEmpty();
    }
  }

  private GatewayServer start(HttpLimits limits) {
    GatewaySettings usual = GatewaySettings.DEFAULT;
    GatewaySettings settings =
        new GatewaySettings(
            usual.deadline(),
            usual.bodyBytesMax(),
            usual.bufferBytes(),
            usual.inFlightMax(),
            usual.retryAfter(),
            usual.watchedTenantsMax(),
            limits);
    return GatewayServer.start(
        new WebhookGateway(
            settings,
            log,
            Tenants.of(tenant.tenant()),
            Secrets.ofThisProcess(),
            registry,
            InstantSource.system()),
        settings);
  }

  private String head(byte[] body) {
    return "POST /webhooks/%s HTTP/1.1\r\nHost: h\r\n%s: %s\r\nContent-Length: %d\r\n\r\n"
        .formatted(
            tenant.id(),
            Signatures.HEADER,
            Signatures.sha256(body, tenant.appSecret()),
            body.length);
  }

  private double connections() {
    return registry.get("sluice.webhook.connections").gauge().value();
  }

  private double held() {
    return registry.get("sluice.webhook.request.bytes").gauge().value();
  }

  private double closed(String reason) {
    Counter counter =
        registry.find("sluice.webhook.connections.closed").tag("reason", reason).counter();
    return counter == null ? 0 : counter.count();
  }
}
