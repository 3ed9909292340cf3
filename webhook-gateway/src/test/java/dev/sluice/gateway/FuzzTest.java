package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.simulator.wire.Signatures;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestTenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Signed bodies that were bent, at both kinds of address: never an error, and never one tenant's
/// message in another tenant's record.
///
/// A longer run: `mvn -pl webhook-gateway -am test -Dtest=FuzzTest -Dsluice.fuzz.bodies=1000000
/// -Dsurefire.failIfNoSpecifiedTests=false`; `-Dsluice.fuzz.seed` repeats one.
class FuzzTest {

  private static final int BODIES = Integer.getInteger("sluice.fuzz.bodies", 5_000);
  private static final long SEED = Long.getLong("sluice.fuzz.seed", 20261121L);

  private static final String SECRET = "secret";
  private static final Set<Integer> EXPECTED = Set.of(200, 413);

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\u0000",
          "\\ud83d",
          "null",
          "1e999",
          "\"entry\":",
          "\"id\":\"1001\",",
          "\"id\":\"1002\",",
          "\"changes\":[",
          "\"phone_number_id\":\"1001\",",
          "\"metadata\":{\"phone_number_id\":\"1002\"},",
          "\"object\":\"page\",",
          "{}",
          "[]",
          "\uFEFF");

  private final Random random = new Random(SEED);
  private final Tenant one = tenant("one", "1001", "2001", "3001");
  private final Tenant two = tenant("two", "1002", "2002", "3002");
  private final FakeWebhookLog log = new FakeWebhookLog();
  private final HttpReplies replies = new HttpReplies(Duration.ofSeconds(5));
  private final WebhookGateway gateway =
      new WebhookGateway(
          GatewaySettings.DEFAULT,
          log,
          Tenants.of(one, two),
          Secrets.ofThisProcess(),
          new SimpleMeterRegistry(),
          InstantSource.system());

  @Test
  @Timeout(3600)
  void shouldSurviveBentBodiesAndKeepTenantsApart() throws IOException {
    // Given
    List<byte[]> seeds = seeds();
    for (int i = 0; i < BODIES; i++) {
      byte[] body = bent(seeds);

      // When
      List<Integer> statuses = List.of(shared(body), own(body));

      // Then
      assertThat(EXPECTED).as("body %d of seed %d", i, SEED).containsAll(statuses);
      for (ProducerRecord<String, byte[]> kept : log.records()) {
        if (kept.topic().equals(Topics.WEBHOOKS.name())) {
          assertThat(foreign(kept)).as("body %d of seed %d", i, SEED).isEmpty();
        }
      }
      log.records().clear();
      log.callers().clear();
    }
  }

  private int shared(byte[] body) {
    return status(gateway.receive(delivery("/webhooks", body), body));
  }

  private int own(byte[] body) {
    return status(gateway.receive("one", delivery("/webhooks/one", body), body));
  }

  private int status(Reply reply) {
    HttpStatus status = replies.response(reply).getStatus();
    return status.getCode();
  }

  private Delivery delivery(String path, byte[] body) {
    return new Delivery(
        path, "192.0.2.1", List.of(Signatures.sha256(body, SECRET)), null, gateway.now());
  }

  /// The accounts in a tenant's record that another tenant lists, found as a reader of trees does.
  private List<String> foreign(ProducerRecord<String, byte[]> kept) throws IOException {
    Tenant other = kept.key().equals("one") ? two : one;
    JsonNode root = Json.mapper().readTree(kept.value());
    List<String> accounts = new ArrayList<>();
    for (JsonNode envelope : root.isArray() ? root : List.of(root)) {
      boolean whatsApp = envelope.path("object").asText().equals("whatsapp_business_account");
      for (JsonNode entry : envelope.path("entry")) {
        if (whatsApp) {
          for (JsonNode change : entry.path("changes")) {
            accounts.add(change.path("value").path("metadata").path("phone_number_id").asText());
          }
        } else {
          accounts.add(entry.path("id").asText());
        }
      }
    }
    Set<String> others =
        Set.copyOf(other.webhooks().assets().stream().map(Tenant.Asset::id).toList());
    accounts.retainAll(others);
    return accounts;
  }

  private List<byte[]> seeds() {
    byte[] mixed =
        """
        {"object":"whatsapp_business_account","entry":[{"id":"9","changes":[\
        {"field":"messages","value":{"metadata":{"phone_number_id":"1001"},"messages":[{"id":"a"}]}},\
        {"field":"messages","value":{"metadata":{"phone_number_id":"1002"},"messages":[{"id":"b"}]}}]},\
        {"id":"8","changes":[{"field":"x","value":{"metadata":{"phone_number_id":"1002"}}}]}]}
        """
            .getBytes(UTF_8);
    byte[] pages =
        """
        [{"object":"page","entry":[{"id":"2001","messaging":[{"message":{"mid":"m","text":"é\\u00e9"}}]},{"id":2002}]},\
        {"entry":[{"id":"3001","changes":[]},{"id":"3002"}],"object":"instagram"}]
        """
            .getBytes(UTF_8);
    return List.of(
        mixed,
        pages,
        MetaPayloads.whatsApp("1001").text("wamid.A", "41790000001", "hello 1/2 é").bytes(),
        MetaPayloads.whatsApp("1002").text("wamid.B", "41790000002", "hi").bytes());
  }

  private byte[] bent(List<byte[]> seeds) {
    byte[] body = seeds.get(random.nextInt(seeds.size()));
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times; i++) {
      body = bent(body, seeds);
    }
    return body;
  }

  private byte[] bent(byte[] body, List<byte[]> seeds) {
    int at = random.nextInt(body.length + 1);
    int to = Math.min(body.length, at + random.nextInt(40));
    return switch (random.nextInt(8)) {
      case 0 -> joined(body, 0, at, new byte[] {(byte) random.nextInt(256)}, body, at);
      case 1 -> joined(body, 0, at, new byte[0], body, to);
      case 2 -> joined(body, 0, to, new byte[0], body, at);
      case 3 -> joined(body, 0, at, token(), body, at);
      case 4 -> joined(body, 0, at, token(), body, to);
      case 5 -> joined(body, 0, at, new byte[0], body, body.length);
      case 6 -> {
        int inside = afterBrace(body, at);
        yield joined(body, 0, inside, token(), body, inside);
      }
      default -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        yield joined(body, 0, at, new byte[0], other, random.nextInt(other.length));
      }
    };
  }

  /// Where a key may be put: behind the next brace.
  private static int afterBrace(byte[] body, int at) {
    for (int i = at; i < body.length; i++) {
      if (body[i] == '{') {
        return i + 1;
      }
    }
    return at;
  }

  private byte[] token() {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(UTF_8);
  }

  private static byte[] joined(
      byte[] head, int from, int to, byte[] middle, byte[] tail, int tailFrom) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(head, from, to - from);
    joined.writeBytes(middle);
    joined.write(tail, tailFrom, tail.length - tailFrom);
    return joined.toByteArray();
  }

  private static Tenant tenant(String id, String phone, String page, String instagram) {
    SecretRef secret = TestTenants.file(SECRET);
    return Tenant.of(
        new TenantId(id),
        null,
        new Tenant.Webhooks(
            List.of(secret),
            secret,
            List.of(
                new Tenant.Asset(Channel.WHATSAPP, phone),
                new Tenant.Asset(Channel.MESSENGER, page),
                new Tenant.Asset(Channel.INSTAGRAM, instagram)),
            true),
        null,
        null,
        null,
        null);
  }
}
