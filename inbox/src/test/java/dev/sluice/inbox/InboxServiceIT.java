package dev.sluice.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.DeadLetterHeaders;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.testsupport.TestBroker;
import dev.sluice.testsupport.TestDatabase;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class InboxServiceIT {

  private static final Duration PATIENCE = RunningInbox.PATIENCE;

  /// The topic `inbox`, with bytes that need not be an item.
  private static final Topic<String, byte[]> INBOX_BYTES =
      new Topic<>(
          Topics.INBOX.name(),
          Topics.INBOX.keys(),
          Serdes.ByteArray(),
          Topics.INBOX.retention(),
          Topics.INBOX.partitions());

  private final TestTenant alpha = TestTenants.unique("alpha");
  private final TestTenant beta = TestTenants.unique("beta");
  private final TestTenant gamma = TestTenants.unique("gamma");
  private final TestTenant delta = TestTenants.unique("delta");
  private InboxSettings settings;
  private RunningInbox inbox;

  @BeforeAll
  void start() {
    TestBroker.createSharedTopics();
    TestDatabase.Database database = TestDatabase.freshDatabase();
    settings =
        InboxSettings.on(database.jdbcUrl(), database.user(), database.password())
            .withGroup("inbox-" + UUID.randomUUID());
    inbox = RunningInbox.start(settings, alpha, beta, gamma, delta);
    inbox.awaitReady();
  }

  @AfterAll
  void stop() {
    inbox.close();
  }

  @Test
  void shouldShowEachMessageOnceInTheOrderOfTheTopicAlsoWhenAllComeAgain() throws Exception {
    // Given
    List<String> ids = IntStream.range(0, 700).mapToObj(i -> "m" + i).toList();
    for (String id : ids) {
      produce(alpha, id);
    }
    produce(alpha, "m3");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(latest(alpha)).isEqualTo(700));

    // When
    try (RunningInbox second =
        RunningInbox.start(settings.withGroup("inbox-" + UUID.randomUUID()), alpha)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          second
                              .meters()
                              .counter("sluice.inbox.messages", "result", "known")
                              .count())
                      .isGreaterThanOrEqualTo(701));
    }

    // Then
    assertThat(inbox.messageIds(alpha)).containsExactlyElementsOf(ids);
    assertThat(inbox.messages(alpha))
        .extracting(item -> item.path("seq").asInt())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 700).boxed().toList());
  }

  @Test
  void shouldKeepEveryMessageThatHasNoId() throws Exception {
    // Given
    int before = inbox.messages(beta).size();

    // When
    produce(beta, "");
    produce(beta, "");
    produce(beta, "last");

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(inbox.messageIds(beta)).contains("last"));
    List<String> ids = inbox.messageIds(beta).subList(before, before + 3);
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids.subList(0, 2)).allMatch(id -> id.startsWith("position:inbox-"));
  }

  @Test
  void shouldSetARecordAsideThatCannotBeReadAndGoOn() throws Exception {
    // Given
    byte[] poison = "{ not json".getBytes(StandardCharsets.UTF_8);
    RecordHeaders headers = new RecordHeaders();
    WebhookHeaders.put(headers, WebhookHeaders.TRACE_PARENT, "00-trace-01");
    String tooLong = Samples.incompressible(30_000);

    // When
    TestBroker.produce(INBOX_BYTES, gamma.id().value(), poison, headers);
    produce(gamma, tooLong);
    produce(gamma, "after");

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(inbox.messageIds(gamma)).containsExactly("after"));
    List<ConsumerRecord<String, byte[]>> dead =
        TestBroker.readAll(Topics.DEAD_LETTERS, gamma.id(), 2, PATIENCE);
    assertThat(dead).extracting(InboxServiceIT::reason).contains("UNREADABLE", "POISON");
    assertThat(dead)
        .filteredOn(letter -> reason(letter).equals("UNREADABLE"))
        .allSatisfy(
            letter -> {
              assertThat(letter.value()).isEqualTo(poison);
              assertThat(WebhookHeaders.text(letter.headers(), WebhookHeaders.TRACE_PARENT))
                  .contains("00-trace-01");
              assertThat(WebhookHeaders.text(letter.headers(), DeadLetterHeaders.TOPIC))
                  .contains("inbox");
            });
  }

  @Test
  void shouldJoinDeliveriesAndStatusesFromTheirTopics() throws Exception {
    // Given
    TenantId tenant = delta.id();

    // When
    TestBroker.produce(
        Topics.STATUSES, tenant.value(), Samples.status(tenant, "p1", State.READ, "our-1"));
    TestBroker.produce(
        Topics.DISPATCH_RESULTS, tenant.value(), Samples.accepted(tenant, "our-1", "p1"));

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode item =
                  inbox.json("/api/deliveries?campaign=spring", delta).path("items").path(0);
              assertThat(item.path("messageId").asText()).isEqualTo("our-1");
              assertThat(item.path("outcome").asText()).isEqualTo("accepted");
              assertThat(item.path("status").asText()).isEqualTo("read");
            });
    assertThat(inbox.json("/api/summary", delta).path("deliveries").path("accepted").asInt())
        .isEqualTo(1);
  }

  @Test
  void shouldGiveTheDocumentedShape() throws Exception {
    // Given
    TestTenant tenant = beta;
    produce(tenant, "shape");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(inbox.messageIds(tenant)).contains("shape"));

    // When
    JsonNode item =
        inbox.messages(tenant).stream()
            .filter(node -> node.path("messageId").asText().equals("shape"))
            .findFirst()
            .orElseThrow();

    // Then
    ((ObjectNode) item).remove(List.of("seq", "storedAt"));
    ((ObjectNode) item.path("stages")).remove("stored");
    assertThat(item)
        .isEqualTo(
            Json.mapper()
                .readTree(
                    """
                    {"channel":"whatsapp","messageId":"shape","account":"105551234567",
                     "customer":"5511900000001","customerName":"Ana",
                     "content":{"type":"text","body":"my card is gone"},
                     "sentiment":{"label":"negative","confidence":0.9,"negative":0.93,
                       "by":{"model":"lexicon-1","source":"embedded"}},
                     "category":{"name":"fraud","confidence":0.8,
                       "by":{"model":"lexicon-1","source":"embedded"}},
                     "priority":{"score":40,"band":"normal",
                       "reasons":[{"because":"category fraud","points":40}],
                       "due":"2026-11-20T18:00:00.123456Z"},
                     "inbox":"general","degraded":false,
                     "sentAt":"2026-11-20T09:59:59.123456Z",
                     "receivedAt":"2026-11-20T10:00:00.123456Z",
                     "stages":{"received":1795168800123456,"admitted":1795168800123457,
                       "sentiment":1795168800123458,"category":1795168800123459,
                       "released":1795168800123460}}"""));
  }

  @ParameterizedTest
  @CsvSource({"/api/inbox", "/api/deliveries", "/api/summary", "/api/session", "/api/inbox/stream"})
  void shouldOpenNothingWithoutAValidToken(String path) throws Exception {
    // When
    HttpResponse<String> none = send(HttpRequest.newBuilder(inbox.uri(path)));
    HttpResponse<String> wrong =
        send(HttpRequest.newBuilder(inbox.uri(path)).header("Authorization", "Bearer nonsense"));

    // Then
    for (HttpResponse<String> answer : List.of(none, wrong)) {
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      JsonNode error = Json.mapper().readTree(answer.body()).path("error");
      assertThat(error.path("code").asText()).isEqualTo("unauthorized");
      assertThat(error.path("message").asText()).contains("Authorization: Bearer");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/inbox?limit=501, limit",
    "/api/inbox?after=x, after",
    "/api/inbox?order=odd, order",
    "/api/inbox?order=priority&after=987654, after",
    "/api/inbox?order=due&after=987654, after",
    "/api/deliveries?limit=0, limit",
    "/api/inbox/stream?after=-1, after"
  })
  void shouldNameTheParameterAtFault(String path, String parameter) throws Exception {
    // When
    HttpResponse<String> answer = inbox.get(path, alpha);

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode error = Json.mapper().readTree(answer.body()).path("error");
    assertThat(error.path("parameter").asText()).isEqualTo(parameter);
    assertThat(error.path("message").asText()).startsWith(parameter + " must be");
  }

  @Test
  void shouldTradeTheTokenForACookieThatNoScriptReads() throws Exception {
    // When
    HttpResponse<String> signedIn = signIn(alpha.apiToken(), "same-origin");

    // Then
    assertThat(signedIn.statusCode()).isEqualTo(200);
    String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie)
        .containsIgnoringCase("HttpOnly")
        .contains("SameSite=Strict")
        .contains("Path=/");
    assertThat(cookie).doesNotContain(alpha.apiToken());
    HttpResponse<String> read =
        send(
            HttpRequest.newBuilder(inbox.uri("/api/session"))
                .header("Cookie", cookie.substring(0, cookie.indexOf(';'))));
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(Json.mapper().readTree(read.body()).path("tenant").asText())
        .isEqualTo(alpha.id().value());
  }

  @Test
  void shouldRefuseToSignInWithAWrongTokenOrFromAnotherSite() throws Exception {
    // When
    HttpResponse<String> wrong = signIn("nonsense", "same-origin");
    HttpResponse<String> elsewhere = signIn(alpha.apiToken(), "cross-site");

    // Then
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(elsewhere.statusCode()).isEqualTo(403);
    assertThat(elsewhere.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html",
    "/console/app.js, text/javascript",
    "/console/list.js, text/javascript",
    "/console/app.css, text/css",
    "/console/icon.svg, image/svg+xml"
  })
  void shouldServeThePageUnderAStrictPolicy(String path, String type) throws Exception {
    // When
    HttpResponse<String> page = send(HttpRequest.newBuilder(inbox.uri(path)));

    // Then
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'self'");
  }

  @Test
  void shouldServeNoOtherFile() throws Exception {
    // When
    HttpResponse<String> page =
        send(HttpRequest.newBuilder(inbox.uri("/console/..%2Fdb%2FV1__inbox.sql")));

    // Then
    assertThat(page.statusCode()).isEqualTo(404);
  }

  @Test
  void shouldMeasureWritesAndLatency() throws Exception {
    // When
    produce(beta, "measured");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(inbox.messageIds(beta)).contains("measured"));

    // Then
    assertThat(inbox.meters().timer("sluice.inbox.write").count()).isPositive();
    assertThat(inbox.meters().timer("sluice.e2e.latency").count()).isPositive();
  }

  private static String reason(ConsumerRecord<String, byte[]> letter) {
    return WebhookHeaders.text(letter.headers(), DeadLetterHeaders.REASON).orElseThrow();
  }

  private long latest(TestTenant tenant) throws Exception {
    return inbox.json("/api/summary", tenant).path("latest").asLong();
  }

  private static void produce(TestTenant tenant, String messageId) {
    InboxItem item = Samples.item(tenant.id(), messageId);
    TestBroker.produce(Topics.INBOX, tenant.id().value(), item);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return inbox.client().send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> signIn(String token, String site) throws Exception {
    return send(
        HttpRequest.newBuilder(inbox.uri("/api/session"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Sec-Fetch-Site", site)
            .POST(BodyPublishers.ofString("token=" + token)));
  }
}
