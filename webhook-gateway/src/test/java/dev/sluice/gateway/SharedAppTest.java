package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.simulator.wire.Signatures;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestTenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two tenants behind one app, one behind another, and one with an app of its own.
class SharedAppTest {

  private static final String OLD = "agency secret";
  private static final String NEW = "agency secret, rotated";
  private static final String OTHER = "other agency's secret";
  private static final String OWN = "own secret";
  private static final String SHARED = "";

  private static final SecretRef VERIFY = TestTenants.file("agency token");

  private final Tenant bank =
      tenant("bank", List.of(OLD, NEW), true, whatsApp("11"), page("21"), whatsApp("900"));
  private final Tenant shop = tenant("shop", List.of(OLD, NEW), true, whatsApp("12"), page("22"));
  private final Tenant rival = tenant("rival", List.of(OTHER), true, whatsApp("13"), page("23"));
  private final Tenant own = tenant("own", List.of(OWN), false, whatsApp("14"), page("24"));

  private final FakeWebhookLog log = new FakeWebhookLog();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Tenant> known = new ArrayList<>(List.of(bank, shop, rival, own));
  private final GatewayServer server = start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void shouldGiveEachTenantItsPartAndTheRestToQuarantine() throws Exception {
    // Given
    String body =
        whatsAppBody(
            entry("800", change("11", "a"), change("12", "b"), change("99", "c")),
            entry("801", change("12", "d")));

    // When
    int status = post(SHARED, body, OLD).statusCode();

    // Then
    assertThat(status).isEqualTo(200);
    assertThat(kept(Topics.WEBHOOKS.name()))
        .containsOnly(
            Map.entry("bank", whatsAppBody(entry("800", change("11", "a")))),
            Map.entry(
                "shop",
                whatsAppBody(entry("800", change("12", "b")), entry("801", change("12", "d")))));
    assertThat(kept(Topics.WEBHOOKS_QUARANTINE.name()))
        .containsOnly(Map.entry("unknown", whatsAppBody(entry("800", change("99", "c")))));
    assertThat(reasons()).containsExactly("an asset of no tenant");
    assertThat(count("stored")).isEqualTo(1);
  }

  @Test
  void shouldKeepABodyOfOneTenantByteForByte() throws Exception {
    // Given
    String body = " " + pageBody("22", "22").replace(",", " ,  ") + "\n";

    // When
    int status = post(SHARED, body, NEW).statusCode();

    // Then
    assertThat(status).isEqualTo(200);
    assertThat(kept(Topics.WEBHOOKS.name())).containsOnly(Map.entry("shop", body));
  }

  /// The secret of one app must not open another's tenants.
  @Test
  void shouldDeliverNothingToATenantThatDoesNotListTheSecret() throws Exception {
    // Given
    String body = pageBody("21", "23", "24");

    // When
    int status = post(SHARED, body, OTHER).statusCode();

    // Then
    assertThat(status).isEqualTo(200);
    assertThat(kept(Topics.WEBHOOKS.name())).containsOnly(Map.entry("rival", pageBody("23")));
    assertThat(kept(Topics.WEBHOOKS_QUARANTINE.name()))
        .containsOnly(Map.entry("unknown", pageBody("21", "24")));
    assertThat(reasons()).containsExactly("signed by another app than that of the asset's tenant");
  }

  @Test
  void shouldNotTakeTheSecretOfAnAppThatIsNotShared() throws Exception {
    // When
    int status = post(SHARED, pageBody("24"), OWN).statusCode();

    // Then
    assertThat(status).isEqualTo(401);
    assertThat(log.records()).isEmpty();
  }

  @Test
  void shouldQuarantineABodyInWhichAKeyComesTwice() throws Exception {
    // Given: read one way it is the bank's, the other way the rival's
    String body = "{\"object\":\"page\",\"entry\":[{\"id\":\"21\"}],\"entry\":[{\"id\":\"23\"}]}";

    // When
    int status = post(SHARED, body, OLD).statusCode();

    // Then
    assertThat(status).isEqualTo(200);
    assertThat(kept(Topics.WEBHOOKS.name())).isEmpty();
    assertThat(kept(Topics.WEBHOOKS_QUARANTINE.name())).containsOnly(Map.entry("unknown", body));
    assertThat(count("quarantined")).isEqualTo(1);
  }

  @Test
  void shouldGiveANumberNobodyNamesToTheTenantOfItsBusinessAccount() throws Exception {
    // Given
    String template = "{\"field\":\"message_template_status_update\",\"value\":{\"event\":\"X\"}}";
    String body = whatsAppBody(entry("900", change("77", "a"), change("12", "b"), template));

    // When
    int status = post(SHARED, body, OLD).statusCode();

    // Then
    assertThat(status).isEqualTo(200);
    assertThat(kept(Topics.WEBHOOKS.name()))
        .containsOnly(
            Map.entry("bank", whatsAppBody(entry("900", change("77", "a"), template))),
            Map.entry("shop", whatsAppBody(entry("900", change("12", "b")))));
  }

  @Test
  void shouldAnswer503WhenNotAllPartsAreStored() throws Exception {
    // Given
    log.answering(new Append.NotConfirmed("away"));

    // When
    int status = post(SHARED, pageBody("21", "22"), OLD).statusCode();

    // Then
    assertThat(status).isEqualTo(503);
    assertThat(count("unavailable-storage")).isEqualTo(1);
  }

  @Test
  void shouldShakeHandsForAnyOfTheApps() throws Exception {
    // When
    HttpResponse<byte[]> right = server.shakeHands(SHARED, "subscribe", "agency token", "42");
    HttpResponse<byte[]> wrong = server.shakeHands(SHARED, "subscribe", "wrong", "42");

    // Then
    assertThat(right.statusCode()).isEqualTo(200);
    assertThat(right.body()).isEqualTo("42".getBytes(UTF_8));
    assertThat(wrong.statusCode()).isEqualTo(403);
  }

  @Test
  void shouldSeeATenantThatComesLater() throws Exception {
    // Given
    known.add(tenant("late", List.of(OLD), true, page("29")));

    // When
    post(SHARED, pageBody("29"), OLD);

    // Then
    assertThat(kept(Topics.WEBHOOKS.name())).containsOnlyKeys("late");
  }

  @Test
  void shouldAnswer404WhereNoAppIsShared() throws Exception {
    // Given
    known.clear();
    known.add(own);

    // When
    int status = post(SHARED, pageBody("24"), OWN).statusCode();

    // Then
    assertThat(status).isEqualTo(404);
  }

  @Test
  void shouldAnswer503WhenAnAppsSecretCannotBeResolvedAndNoOtherFits() throws Exception {
    // Given
    SecretRef nowhere = new SecretRef("env:SLUICE_TEST_SECRET_THAT_IS_NOT_SET");
    known.add(
        Tenant.of(
            new TenantId("broken"),
            null,
            new Tenant.Webhooks(List.of(nowhere), VERIFY, List.of(page("28")), true),
            null,
            null,
            null,
            null));

    // When
    List<Integer> statuses =
        List.of(
            post(SHARED, pageBody("28"), "their secret").statusCode(),
            post(SHARED, pageBody("21"), OLD).statusCode(),
            server
                .send(
                    SHARED, HttpRequest.newBuilder().POST(BodyPublishers.ofString(pageBody("21"))))
                .statusCode());

    // Then
    assertThat(statuses).containsExactly(503, 200, 401);
  }

  @Test
  void shouldQuarantineAtATenantsAddressWhatIsNotTheTenants() throws Exception {
    // Given
    String template = "{\"field\":\"account_update\",\"value\":{}}";
    String body =
        whatsAppBody(
            entry("700", change("14", "mine"), change("11", "the bank's"), template),
            entry("700", change("98", "nobody's")));

    // When
    int status = post("own", body, OWN).statusCode();

    // Then
    assertThat(status).isEqualTo(200);
    assertThat(kept(Topics.WEBHOOKS.name()))
        .containsOnly(Map.entry("own", whatsAppBody(entry("700", change("14", "mine"), template))));
    assertThat(kept(Topics.WEBHOOKS_QUARANTINE.name()))
        .containsOnly(
            Map.entry(
                "own",
                whatsAppBody(
                    entry("700", change("11", "the bank's")),
                    entry("700", change("98", "nobody's")))));
    assertThat(reasons()).containsExactly("an asset that is not the tenant's");
  }

  @Test
  void shouldTakeEverythingForATenantThatListsNoAssets() throws Exception {
    // Given
    known.add(tenant("simple", List.of(OWN), false));
    String body = pageBody("21", "99");

    // When
    post("simple", body, OWN);

    // Then
    assertThat(kept(Topics.WEBHOOKS.name())).containsOnly(Map.entry("simple", body));
  }

  private GatewayServer start() {
    Tenants tenants =
        new Tenants() {
          @Override
          public Optional<Tenant> find(TenantId id) {
            return known.stream().filter(tenant -> tenant.id().equals(id)).findFirst();
          }

          @Override
          public List<Tenant> all() {
            return List.copyOf(known);
          }
        };
    return GatewayServer.start(
        new WebhookGateway(
            GatewaySettings.DEFAULT,
            log,
            tenants,
            Secrets.ofThisProcess(),
            registry,
            InstantSource.system()),
        GatewaySettings.DEFAULT);
  }

  private HttpResponse<byte[]> post(String path, String text, String secret) throws Exception {
    byte[] body = text.getBytes(UTF_8);
    return server.send(
        path,
        HttpRequest.newBuilder()
            .header(Signatures.HEADER, Signatures.sha256(body, secret))
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private Map<String, String> kept(String topic) {
    Map<String, String> kept = new TreeMap<>();
    for (ProducerRecord<String, byte[]> record : log.records()) {
      if (record.topic().equals(topic)) {
        assertThat(kept.put(record.key(), new String(record.value(), UTF_8))).isNull();
      }
    }
    return kept;
  }

  private List<String> reasons() {
    return log.records().stream()
        .flatMap(kept -> WebhookHeaders.text(kept.headers(), WebhookHeaders.REASON).stream())
        .toList();
  }

  private double count(String outcome) {
    return registry.get("sluice.webhook.received").tag("outcome", outcome).counter().count();
  }

  private static Tenant tenant(
      String id, List<String> secrets, boolean shared, Tenant.Asset... assets) {
    List<SecretRef> references = secrets.stream().map(TestTenants::file).toList();
    return Tenant.of(
        new TenantId(id),
        null,
        new Tenant.Webhooks(references, VERIFY, List.of(assets), shared),
        null,
        null,
        null,
        null);
  }

  private static Tenant.Asset whatsApp(String id) {
    return new Tenant.Asset(Channel.WHATSAPP, id);
  }

  private static Tenant.Asset page(String id) {
    return new Tenant.Asset(Channel.MESSENGER, id);
  }

  private static String pageBody(String... pages) {
    List<String> entries = new ArrayList<>();
    for (String page : pages) {
      entries.add("{\"id\":\"%s\",\"messaging\":[{\"message\":{\"mid\":\"m\"}}]}".formatted(page));
    }
    return "{\"object\":\"page\",\"entry\":[%s]}".formatted(String.join(",", entries));
  }

  private static String whatsAppBody(String... entries) {
    return "{\"object\":\"whatsapp_business_account\",\"entry\":[%s]}"
        .formatted(String.join(",", entries));
  }

  private static String entry(String business, String... changes) {
    return "{\"id\":\"%s\",\"changes\":[%s]}".formatted(business, String.join(",", changes));
  }

  private static String change(String phone, String text) {
    return "{\"field\":\"messages\",\"value\":{\"metadata\":{\"phone_number_id\":\"%s\"},\"messages\":[{\"id\":\"%s\"}]}}"
        .formatted(phone, text);
  }
}
