package dev.sluice.benchmarks.recovery;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.Retention;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.simulator.wire.WhatsAppBody;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Webhooks of a few tenants, each alone on its partition, whose messages are numbered per tenant.
///
/// One thread at a time.
final class Feed implements AutoCloseable {

  /// Of each tenant; a message's number says which.
  static final int CONVERSATIONS = 7;

  /// What a message's id is before its number.
  static final String ID = "wamid.";

  /// The most a webhook of ours holds; Meta's hold up to a thousand.
  private static final int STATUSES_A_WEBHOOK = 1_000;

  /// Over how much of the time before now remembered ids are spread: almost the duplicate window.
  private static final Duration SPREAD = Duration.ofHours(47);

  private static final SecretRef NEVER_READ = new SecretRef("env:SLUICE_BENCH_UNUSED");

  private final KafkaProducer<String, byte[]> producer;
  private final List<Tenant> tenants;
  private final List<Future<RecordMetadata>> appended = new ArrayList<>();
  private int rounds;
  private int remembered;

  Feed(Map<String, Object> connection, List<Tenant> tenants) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Retention.MESSAGE_BYTES_MAX);
    this.producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    this.tenants = List.copyOf(tenants);
  }

  /// As many tenants as asked for, each alone on its partition of the shared topics.
  static List<Tenant> tenants(int count) {
    List<Tenant> found = new ArrayList<>();
    boolean[] taken = new boolean[Topics.WEBHOOKS.partitions()];
    for (int number = 0; found.size() < Math.min(count, taken.length); number++) {
      TenantId id = new TenantId("tenant-" + number);
      int partition = partitionOf(id);
      if (!taken[partition]) {
        taken[partition] = true;
        found.add(tenant(id, "10000" + number));
      }
    }
    return found;
  }

  /// The next message of each tenant.
  void round() {
    int number = rounds++;
    long now = System.currentTimeMillis();
    for (Tenant tenant : tenants) {
      String customer = "1202555010" + number % CONVERSATIONS;
      send(tenant, body(tenant).text(ID + number, customer, "message " + number), now);
    }
  }

  void burst(int size) {
    for (int i = 0; i < size; i++) {
      round();
    }
    producer.flush();
  }

  /// Sends statuses until the topology has this many to remember, dealt to the tenants in turn and
  /// spread over the duplicate window.
  void rememberUntil(int ids) {
    long now = System.currentTimeMillis();
    int from = remembered;
    while (remembered < ids) {
      Tenant tenant = tenants.get(remembered / STATUSES_A_WEBHOOK % tenants.size());
      WhatsAppBody body = body(tenant);
      long ago = SPREAD.toMillis() * (ids - remembered) / (ids - from);
      for (int i = 0; i < STATUSES_A_WEBHOOK; i++) {
        body.status(ID + "out." + remembered++, "12025550100", ProviderStatus.State.SENT, null);
      }
      send(tenant, body, now - ago);
    }
    producer.flush();
  }

  /// How many partitions its messages are on.
  int partitions() {
    return tenants.size();
  }

  /// Messages sent, of all tenants.
  int sent() {
    return rounds * tenants.size();
  }

  /// Fails when a webhook could not be appended, for then nothing can be said about losses.
  void requireAppended() {
    producer.flush();
    if (appended.stream().anyMatch(webhook -> webhook.state() != Future.State.SUCCESS)) {
      throw new IllegalStateException("a webhook could not be appended");
    }
  }

  @Override
  public void close() {
    producer.close();
  }

  private static WhatsAppBody body(Tenant tenant) {
    return MetaPayloads.whatsApp(tenant.webhooks().assets().getFirst().id());
  }

  private void send(Tenant tenant, WhatsAppBody body, long timestampMillis) {
    RecordHeaders headers = new RecordHeaders();
    long micros = TimeUnit.MILLISECONDS.toMicros(timestampMillis);
    WebhookHeaders.put(headers, WebhookHeaders.RECEIVED_AT, Long.toString(micros));
    WebhookHeaders.put(
        headers, WebhookHeaders.TIME, Instant.ofEpochMilli(timestampMillis).toString());
    appended.add(
        producer.send(
            new ProducerRecord<>(
                Topics.WEBHOOKS.name(),
                null,
                timestampMillis,
                tenant.id().value(),
                body.bytes(),
                headers)));
  }

  static int partitionOf(TenantId id) {
    byte[] key = Topics.WEBHOOKS.keys().serializer().serialize(Topics.WEBHOOKS.name(), id.value());
    return BuiltInPartitioner.partitionForKey(key, Topics.WEBHOOKS.partitions());
  }

  private static Tenant tenant(TenantId id, String account) {
    return Tenant.of(
        id,
        null,
        new Tenant.Webhooks(
            List.of(NEVER_READ), NEVER_READ, List.of(new Tenant.Asset(Channel.WHATSAPP, account))),
        null,
        null,
        List.of(),
        List.of());
  }
}
