package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.simulator.wire.Signatures;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookControllerTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123456Z");
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  /// Accents escaped as Meta does and raw as it might, an escaped slash, and two spaces: none of it
  /// survives being parsed and written again.
  private static final byte[] BODY =
      bytes("{\"a\":\"caf\\u00e9 café \uD83D\uDE00 1\\/2\",  \"b\":1.0}\n");

  private final TestTenant tenant = TestTenants.unique();
  private final TestTenant rotating =
      TestTenants.builder("rotating").appSecret("new secret").appSecret("old secret").build();
  private final TestTenant secretless = secretless();
  private final FakeWebhookLog log = new FakeWebhookLog();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GatewayServer server = start(GatewaySettings.DEFAULT);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void shouldKeepTheExactBytesAndAnswer200() throws Exception {
    // Given
    HttpRequest.Builder request = GatewayServer.signed(tenant, BODY).header("traceparent", TRACE);

    // When
    HttpResponse<byte[]> response = server.send(tenant.id().value(), request);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    ProducerRecord<String, byte[]> kept = log.records().getFirst();
    assertThat(kept.topic()).isEqualTo(Topics.WEBHOOKS.name());
    assertThat(kept.key()).isEqualTo(tenant.id().value());
    assertThat(kept.value()).isEqualTo(BODY);
    assertThat(header(kept, WebhookHeaders.ID)).get().asString().hasSize(36);
    assertThat(header(kept, WebhookHeaders.SOURCE)).contains("/webhooks/" + tenant.id());
    assertThat(header(kept, WebhookHeaders.TYPE)).contains("dev.sluice.webhook");
    assertThat(header(kept, WebhookHeaders.TIME)).contains("2026-11-20T10:00:00.123456Z");
    assertThat(header(kept, WebhookHeaders.SPEC_VERSION)).contains("1.0");
    assertThat(WebhookHeaders.receivedMicros(kept.headers())).contains(1_795_168_800_123_456L);
    assertThat(header(kept, WebhookHeaders.TRACE_PARENT)).contains(TRACE);
  }

  @Test
  void shouldGiveEachDeliveryAnIdOfItsOwn() throws Exception {
    // Given
    server.post(tenant, BODY);

    // When
    server.post(tenant, BODY);

    // Then
    assertThat(log.records())
        .extracting(kept -> header(kept, WebhookHeaders.ID))
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=iso-8859-1",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/octet-stream",
        "nonsense"
      })
  void shouldKeepTheExactBytesOfAnyContentType(String contentType) throws Exception {
    // Given
    HttpRequest.Builder request =
        GatewayServer.signed(tenant, BODY).setHeader("Content-Type", contentType);

    // When
    HttpResponse<byte[]> response = server.send(tenant.id().value(), request);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(log.records().getFirst().value()).isEqualTo(BODY);
  }

  @Test
  void shouldKeepChunkedBodiesWithoutContentType() throws Exception {
    // Given
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .header(Signatures.HEADER, Signatures.sha256(BODY, tenant.appSecret()))
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(BODY)));

    // When
    HttpResponse<byte[]> response = server.send(tenant.id().value(), request);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(log.records().getFirst().value()).isEqualTo(BODY);
  }

  @Test
  void shouldNotPassOnATraceThatIsNotOne() throws Exception {
    // Given
    HttpRequest.Builder request =
        GatewayServer.signed(tenant, BODY).header("traceparent", "x" + TRACE);

    // When
    server.send(tenant.id().value(), request);

    // Then
    assertThat(header(log.records().getFirst(), WebhookHeaders.TRACE_PARENT)).isEmpty();
  }

  @Test
  void shouldAcceptAnySecretOfARotation() throws Exception {
    // When
    List<Integer> statuses =
        List.of(
            signedWith(rotating, "new secret").statusCode(),
            signedWith(rotating, "old secret").statusCode(),
            signedWith(rotating, "another").statusCode());

    // Then
    assertThat(statuses).containsExactly(200, 200, 401);
  }

  @Test
  void shouldRefuseDeliveriesThatAreNotSigned() throws Exception {
    // Given
    byte[] tampered = bytes(new String(BODY, StandardCharsets.UTF_8).trim());
    HttpRequest.Builder none = HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray(BODY));
    HttpRequest.Builder legacyOnly =
        HttpRequest.newBuilder()
            .header("X-Hub-Signature", "sha1=0123456789012345678901234567890123456789")
            .POST(BodyPublishers.ofByteArray(BODY));
    HttpRequest.Builder other =
        GatewayServer.signed(tenant, BODY).POST(BodyPublishers.ofByteArray(tampered));

    // When
    List<Integer> statuses =
        List.of(
            server.send(tenant.id().value(), none).statusCode(),
            server.send(tenant.id().value(), legacyOnly).statusCode(),
            server.send(tenant.id().value(), other).statusCode());

    // Then
    assertThat(statuses).containsExactly(401, 401, 401);
    assertThat(log.records()).isEmpty();
    assertThat(count("not-signed")).isEqualTo(3);
  }

  @Test
  void shouldRefuseASourceThatKeepsSendingUnsignedBodiesButNotWhatItSigns() throws Exception {
    // Given
    String id = tenant.id().value();
    for (int i = 0; i < 60; i++) {
      server.send(id, HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray(BODY)));
    }

    // When
    HttpResponse<byte[]> unsigned =
        server.send(id, HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray(BODY)));
    HttpResponse<byte[]> guessed = server.shakeHands(id, "subscribe", "wrong", "1");
    HttpResponse<byte[]> signed = server.post(tenant, BODY);
    HttpResponse<byte[]> known = server.shakeHands(id, "subscribe", tenant.verifyToken(), "1");

    // Then
    assertThat(List.of(unsigned.statusCode(), guessed.statusCode())).containsOnly(429);
    assertThat(unsigned.headers().firstValue("Retry-After")).contains("60");
    assertThat(List.of(signed.statusCode(), known.statusCode())).containsOnly(200);
    assertThat(count("not-signed")).isEqualTo(60);
    assertThat(count("too-many-refused")).isEqualTo(2);
  }

  @Test
  void shouldAnswer404ForTenantsThatAreNotKnownOrNotLegal() throws Exception {
    // When
    List<Integer> statuses =
        List.of(
            server.send("nobody", GatewayServer.signed(tenant, BODY)).statusCode(),
            server.send("Not_Legal", GatewayServer.signed(tenant, BODY)).statusCode(),
            server.send("unknown", GatewayServer.signed(tenant, BODY)).statusCode(),
            server.send("%2e%2e%2f%00", GatewayServer.signed(tenant, BODY)).statusCode(),
            server.shakeHands("nobody", "subscribe", "x", "1").statusCode());

    // Then
    assertThat(statuses).containsOnly(404);
    assertThat(count("unknown-tenant")).isEqualTo(5);
  }

  @Test
  void shouldPutWhatIsSignedButNotJsonIntoQuarantineAndAnswer200() throws Exception {
    // Given
    byte[] noJson = bytes("{\"entry\": [");

    // When
    HttpResponse<byte[]> response = server.post(tenant, noJson);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    ProducerRecord<String, byte[]> kept = log.records().getFirst();
    assertThat(kept.topic()).isEqualTo(Topics.WEBHOOKS_QUARANTINE.name());
    assertThat(kept.value()).isEqualTo(noJson);
    assertThat(header(kept, WebhookHeaders.REASON)).contains("not JSON");
    assertThat(count("quarantined")).isEqualTo(1);
  }

  @Test
  void shouldPutASignedDeliveryWithoutBodyIntoQuarantine() throws Exception {
    // When
    HttpResponse<byte[]> response = server.post(tenant, new byte[0]);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(log.records().getFirst().topic()).isEqualTo(Topics.WEBHOOKS_QUARANTINE.name());
  }

  @Test
  void shouldAnswer503WithRetryAfterWhenStorageDoesNotConfirm() throws Exception {
    // Given
    log.answering(new Append.NotConfirmed("away"));

    // When
    HttpResponse<byte[]> response = server.post(tenant, BODY);

    // Then
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("5");
    assertThat(count("unavailable-storage")).isEqualTo(1);
  }

  @Test
  void shouldAnswer413WhenTheTopicTakesNoRecordOfThatSize() throws Exception {
    // Given
    log.answering(new Append.TooLarge());

    // When
    HttpResponse<byte[]> response = server.post(tenant, BODY);

    // Then
    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void shouldAnswer503WhenNoSecretCanBeResolved() throws Exception {
    // When
    HttpResponse<byte[]> delivery = server.post(secretless, BODY);
    HttpResponse<byte[]> handshake =
        server.shakeHands(secretless.id().value(), "subscribe", "token", "1");

    // Then
    assertThat(delivery.statusCode()).isEqualTo(503);
    assertThat(handshake.statusCode()).isEqualTo(503);
    assertThat(log.records()).isEmpty();
    assertThat(count("unavailable-secret")).isEqualTo(2);
  }

  @Test
  void shouldKeepTheLargestBodyAllowed() throws Exception {
    // Given
    byte[] largest = json(4 * 1024 * 1024);

    // When
    HttpResponse<byte[]> response = server.post(tenant, largest);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(log.records().getFirst().value()).isEqualTo(largest);
  }

  @ParameterizedTest
  @ValueSource(ints = {4 * 1024 * 1024 + 1, 24 * 1024 * 1024})
  void shouldAnswer413ForBodiesThatAreTooLarge(int length) throws Exception {
    // Given
    byte[] tooLarge = json(length);

    // When
    HttpResponse<byte[]> response = server.post(tenant, tooLarge);

    // Then
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(log.records()).isEmpty();
    assertThat(count("too-large")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {4 * 1024 * 1024 + 1, 24 * 1024 * 1024})
  void shouldAnswer413ForChunkedBodiesThatAreTooLarge(int length) throws Exception {
    // Given
    byte[] tooLarge = json(length);
    HttpRequest.Builder chunked =
        GatewayServer.signed(tenant, tooLarge)
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLarge)));

    // When
    HttpResponse<byte[]> response = server.send(tenant.id().value(), chunked);

    // Then
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(log.records()).isEmpty();
    assertThat(count("too-large")).isEqualTo(1);
  }

  @Test
  void shouldRefuseADeclaredSizeBeforeTheBodyIsSent() throws Exception {
    // Given
    String head =
        "POST /webhooks/%s HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999\r\n\r\n"
            .formatted(tenant.id());

    // When
    String answer = statusLine(head);

    // Then
    assertThat(answer).startsWith("HTTP/1.1 413");
    await().untilAsserted(() -> assertThat(count("too-large")).isEqualTo(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "nonsense", "identity, gzip"})
  void shouldRefuseCompressedBodiesWithoutUnpackingThem(String encoding) throws Exception {
    // Given
    byte[] packed = gzip(json(8 * 1024 * 1024));
    HttpRequest.Builder request =
        GatewayServer.signed(tenant, packed).header("Content-Encoding", encoding);

    // When
    HttpResponse<byte[]> response = server.send(tenant.id().value(), request);

    // Then
    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(response.headers().firstValue("Accept-Encoding")).contains("identity");
    assertThat(log.records()).isEmpty();
    assertThat(count("compressed")).isEqualTo(1);
  }

  @Test
  void shouldKeepABodyThatSaysItIsNotCompressed() throws Exception {
    // Given
    HttpRequest.Builder request =
        GatewayServer.signed(tenant, BODY).header("Content-Encoding", "identity");

    // When
    HttpResponse<byte[]> response = server.send(tenant.id().value(), request);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(log.records().getFirst().value()).isEqualTo(BODY);
  }

  @Test
  void shouldRepeatTheChallengeAsItIs() throws Exception {
    // Given
    String challenge = "1158201444 \"<é>\"";

    // When
    HttpResponse<byte[]> response =
        server.shakeHands(tenant.id().value(), "subscribe", tenant.verifyToken(), challenge);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(bytes(challenge));
    assertThat(response.headers().firstValue("Content-Type"))
        .get()
        .asString()
        .startsWith("text/plain");
    assertThat(count("handshake")).isEqualTo(1);
  }

  @Test
  void shouldShakeHandsWithAnyAcceptHeader() throws Exception {
    // Given
    String query = "?hub.mode=subscribe&hub.challenge=7&hub.verify_token=" + tenant.verifyToken();
    HttpRequest.Builder request = HttpRequest.newBuilder().header("Accept", "text/html");

    // When
    HttpResponse<byte[]> response = server.send(tenant.id().value() + query, request);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(bytes("7"));
  }

  @Test
  void shouldRefuseHandshakesThatAreNotRight() throws Exception {
    // Given
    String id = tenant.id().value();

    // When
    List<Integer> statuses =
        List.of(
            server.shakeHands(id, "subscribe", "wrong", "1").statusCode(),
            server.shakeHands(id, "subscribe", "", "1").statusCode(),
            server.shakeHands(id, "unsubscribe", tenant.verifyToken(), "1").statusCode(),
            server.shakeHands(id, "subscribe", tenant.verifyToken(), "").statusCode(),
            server.send(id, HttpRequest.newBuilder()).statusCode());

    // Then
    assertThat(statuses).containsOnly(403);
    assertThat(count("handshake-refused")).isEqualTo(5);
  }

  @Test
  void shouldAppendOnVirtualThreads() throws Exception {
    // When
    server.post(tenant, MetaPayloads.whatsApp("1").text("wamid.1", "41790000000", "hi").bytes());

    // Then
    assertThat(log.callers()).singleElement().matches(Thread::isVirtual);
  }

  @Test
  void shouldAnswerOthersWhileStorageHoldsManyDeliveries() throws Exception {
    // Given
    log.holding();
    List<CompletableFuture<HttpResponse<byte[]>>> held =
        IntStream.range(0, 64)
            .mapToObj(
                i -> server.sendAsync(tenant.id().value(), GatewayServer.signed(tenant, BODY)))
            .toList();
    await().until(() -> log.records().size() == held.size());
    assertThat(registry.get("sluice.webhook.appends").gauge().value()).isEqualTo(64);

    // When
    HttpResponse<byte[]> handshake =
        server.shakeHands(tenant.id().value(), "subscribe", tenant.verifyToken(), "1");

    // Then
    assertThat(handshake.statusCode()).isEqualTo(200);
    assertThat(held).noneMatch(CompletableFuture::isDone);
    log.release();
    assertThat(held).allMatch(pending -> pending.join().statusCode() == 200);
  }

  @Test
  void shouldRefuseMoreThanTheAllowedAppendsAtOnce() throws Exception {
    // Given
    log.holding();
    GatewaySettings one =
        new GatewaySettings(
            Duration.ofSeconds(2), 1024, 64 * 1024 * 1024, 1, Duration.ofSeconds(1), 0);
    try (GatewayServer narrow = start(one)) {
      CompletableFuture<HttpResponse<byte[]>> first =
          narrow.sendAsync(tenant.id().value(), GatewayServer.signed(tenant, BODY));
      await().until(() -> log.records().size() == 1);

      // When
      HttpResponse<byte[]> second = narrow.post(tenant, BODY);

      // Then
      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.headers().firstValue("Retry-After")).contains("1");
      assertThat(count("unavailable-overload")).isEqualTo(1);
      log.release();
      assertThat(first.join().statusCode()).isEqualTo(200);
      assertThat(narrow.post(tenant, BODY).statusCode()).isEqualTo(200);
    }
  }

  private GatewayServer start(GatewaySettings settings) {
    Tenants tenants = Tenants.of(tenant.tenant(), rotating.tenant(), secretless.tenant());
    WebhookGateway gateway =
        new WebhookGateway(settings, log, tenants, Secrets.ofThisProcess(), registry, () -> NOW);
    return GatewayServer.start(gateway, settings);
  }

  private HttpResponse<byte[]> signedWith(TestTenant to, String secret) throws Exception {
    return server.send(
        to.id().value(),
        GatewayServer.signed(to, BODY)
            .setHeader(Signatures.HEADER, Signatures.sha256(BODY, secret)));
  }

  private String statusLine(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      socket.setSoTimeout(20_000);
      out.write(bytes(request));
      out.flush();
      return new String(in.readNBytes("HTTP/1.1 413".length()), StandardCharsets.US_ASCII);
    }
  }

  private double count(String outcome) {
    return Optional.ofNullable(
            registry.find("sluice.webhook.received").tag("outcome", outcome).counter())
        .map(counter -> counter.count())
        .orElse(0.0);
  }

  private static TestTenant secretless() {
    TestTenant whole = TestTenants.unique("secretless");
    SecretRef nowhere = new SecretRef("env:SLUICE_TEST_SECRET_THAT_IS_NOT_SET");
    Tenant.Webhooks webhooks = new Tenant.Webhooks(List.of(nowhere), nowhere, List.of());
    return new TestTenant(
        Tenant.of(whole.id(), null, webhooks, null, null, null, null),
        whole.appSecrets(),
        whole.verifyToken(),
        whole.providerToken(),
        whole.apiToken());
  }

  private static Optional<String> header(ProducerRecord<String, byte[]> kept, String name) {
    return WebhookHeaders.text(kept.headers(), name);
  }

  private static byte[] json(int length) {
    byte[] text = bytes("{\"a\":\"" + "x".repeat(length - 8) + "\"}");
    assertThat(text).hasSize(length);
    return text;
  }

  private static byte[] gzip(byte[] plain) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
