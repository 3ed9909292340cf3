package dev.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.ConversationId;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.simulator.wire.WhatsAppBody;
import dev.sluice.tenants.TenantRegistry;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import dev.sluice.testsupport.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Messages of a few tenants, numbered per tenant, and what became of them in the inbox.
///
/// One thread at a time.
final class Traffic implements AutoCloseable {

  /// Of each tenant; a message's number says which.
  private static final int CONVERSATIONS = 7;

  /// How long all of it may take to arrive, a crash and a rebalance included.
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Map<String, Object> connection;
  private final List<TestTenant> tenants;
  private final KafkaProducer<String, byte[]> producer;
  private final List<Future<RecordMetadata>> appended = new ArrayList<>();
  private int sent;
  private int remembered;

  private Traffic(Map<String, Object> connection, List<TestTenant> tenants) {
    this.connection = connection;
    this.tenants = tenants;
    this.producer =
        new KafkaProducer<>(connection, new StringSerializer(), new ByteArraySerializer());
  }

  /// Of as many new tenants, which the registry of that cluster knows.
  static Traffic of(Map<String, Object> connection, int tenants) {
    List<TestTenant> all =
        IntStream.range(0, tenants).mapToObj(number -> TestTenants.unique("t" + number)).toList();
    try (TenantRegistry registry = TenantRegistry.open(connection)) {
      registry.apply(all.stream().map(TestTenant::tenant).toList());
    }
    return new Traffic(connection, all);
  }

  /// Sends as many further messages of each tenant.
  void post(int messages) {
    for (int i = 0; i < messages; i++) {
      int number = sent++;
      for (TestTenant tenant : tenants) {
        WhatsAppBody body =
            MetaPayloads.whatsApp(tenant.account(Channel.WHATSAPP))
                .text(
                    "wamid." + number, "1202555010" + number % CONVERSATIONS, "message " + number);
        send(tenant, body, Instant.now());
      }
    }
  }

  /// Has as many ids remembered for each tenant, at a time.
  void remember(int ids, Instant time) {
    int first = remembered;
    remembered += ids;
    for (TestTenant tenant : tenants) {
      WhatsAppBody body = MetaPayloads.whatsApp(tenant.account(Channel.WHATSAPP)).at(time);
      for (int i = first; i < remembered; i++) {
        body.status("wamid.out." + i, "12025550100", ProviderStatus.State.SENT, null);
      }
      send(tenant, body, time);
    }
  }

  /// Waits until everything has arrived and fails unless each message did once, and in the order of
  /// its conversation.
  void assertOnceAndInOrder() {
    producer.flush();
    assertThat(appended).allMatch(webhook -> webhook.state() == Future.State.SUCCESS);
    Set<String> ours = new HashSet<>();
    tenants.forEach(tenant -> ours.add(tenant.id().value()));
    int expected = sent * tenants.size();
    List<InboxItem> items;
    try (TopicReader<String, InboxItem> reader = TopicReader.open(connection, Topics.INBOX)) {
      items =
          reader.read(item -> ours.contains(item.key()), expected, LIMIT).stream()
              .map(ConsumerRecord::value)
              .toList();
    }
    assertThat(items).extracting(Traffic::identity).doesNotHaveDuplicates().hasSize(expected);
    assertThat(late(items)).as("messages after a later one of their conversation").isEmpty();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }

  private void send(TestTenant tenant, WhatsAppBody body, Instant time) {
    RecordHeaders headers = new RecordHeaders();
    long micros = TimeUnit.MILLISECONDS.toMicros(time.toEpochMilli());
    WebhookHeaders.put(headers, WebhookHeaders.RECEIVED_AT, Long.toString(micros));
    ProducerRecord<String, byte[]> webhook =
        new ProducerRecord<>(
            Topics.WEBHOOKS.name(),
            null,
            time.toEpochMilli(),
            tenant.id().value(),
            body.bytes(),
            headers);
    appended.add(producer.send(webhook));
  }

  private static List<String> late(List<InboxItem> items) {
    List<String> late = new ArrayList<>();
    Map<ConversationId, Integer> latest = new HashMap<>();
    for (InboxItem item : items) {
      int number = numberOf(item);
      Integer before = latest.put(item.message().conversation(), number);
      if (before != null && before > number) {
        late.add(identity(item));
      }
    }
    return late;
  }

  private static String identity(InboxItem item) {
    return item.message().tenant() + " " + item.message().messageId();
  }

  private static int numberOf(InboxItem item) {
    return Integer.parseInt(item.message().messageId().substring("wamid.".length()));
  }
}
