package dev.sluice.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestBrokerIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @BeforeAll
  static void createTopics() {
    TestBroker.createSharedTopics();
  }

  @Test
  void shouldReadBackOneTenantsRecordsInOrderWithTheirHeaders() {
    // Given
    TenantId mine = TestTenants.unique().id();
    TenantId other = TestTenants.unique().id();
    for (String words : List.of("first", "second", "third")) {
      RecordHeaders headers = new RecordHeaders();
      WebhookHeaders.put(headers, WebhookHeaders.ID, words);
      TestBroker.produce(Topics.WEBHOOKS, mine.value(), bytes(words), headers);
      TestBroker.produce(Topics.WEBHOOKS, other.value(), bytes("noise"));
    }

    // When
    List<ConsumerRecord<String, byte[]>> read = TestBroker.readAll(Topics.WEBHOOKS, mine, 3, LIMIT);

    // Then
    assertThat(read.stream().map(held -> new String(held.value(), StandardCharsets.UTF_8)))
        .containsExactly("first", "second", "third");
    assertThat(read.stream().map(held -> WebhookHeaders.text(held.headers(), WebhookHeaders.ID)))
        .allMatch(Optional::isPresent);
  }

  @Test
  void shouldShowARecordTooMany() {
    // Given
    TenantId tenant = TestTenants.unique().id();
    for (int i = 0; i < 3; i++) {
      TestBroker.produce(Topics.WEBHOOKS, tenant.value(), bytes("again"));
    }

    // When
    List<ConsumerRecord<String, byte[]>> read =
        TestBroker.readAll(Topics.WEBHOOKS, tenant, 1, LIMIT);

    // Then
    assertThat(read).hasSize(3);
  }

  @Test
  void shouldFailNamingHowManyAreMissing() {
    // Given
    TenantId tenant = TestTenants.unique().id();
    TestBroker.produce(Topics.WEBHOOKS, tenant.value(), bytes("only one"));

    // When
    ThrowingCallable reading =
        () -> TestBroker.readAll(Topics.WEBHOOKS, tenant, 2, Duration.ofMillis(1500));

    // Then
    assertThatThrownBy(reading)
        .isInstanceOf(AssertionError.class)
        .hasMessage("1 of 2 expected records in webhooks after PT1.5S");
  }

  @Test
  void shouldNotReadWhatATransactionTookBack() throws ExecutionException, InterruptedException {
    // Given
    TenantId tenant = TestTenants.unique().id();
    try (KafkaProducer<String, byte[]> producer = transactional(tenant)) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record(tenant, "aborted")).get();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(record(tenant, "committed")).get();
      producer.commitTransaction();
    }

    // When
    List<ConsumerRecord<String, byte[]>> read =
        TestBroker.readAll(Topics.WEBHOOKS, tenant, 1, LIMIT);

    // Then
    assertThat(read.stream().map(held -> new String(held.value(), StandardCharsets.UTF_8)))
        .containsExactly("committed");
  }

  @Test
  void shouldCreateATenantsTopicsAsOftenAsAsked() throws ExecutionException, InterruptedException {
    // Given
    TestTenant tenant = TestTenants.unique();
    TestBroker.createTopicsFor(tenant.id());

    // When
    TestBroker.createTopicsFor(tenant.tenant());

    // Then
    assertThat(topicNames())
        .contains("campaign." + tenant.id(), "replies." + tenant.id(), "inbox." + tenant.id());
  }

  @Test
  void shouldStoreAWebhookOfTheLargestSize() {
    // Given
    TenantId tenant = TestTenants.unique().id();
    byte[] largest = new byte[4 * 1024 * 1024];
    TestBroker.produce(Topics.WEBHOOKS, tenant.value(), largest);

    // When
    List<ConsumerRecord<String, byte[]>> read =
        TestBroker.readAll(Topics.WEBHOOKS, tenant, 1, LIMIT);

    // Then
    assertThat(read.getFirst().value()).hasSize(largest.length);
  }

  private static Set<String> topicNames() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(TestBroker.connection())) {
      return admin.listTopics().names().get();
    }
  }

  private static KafkaProducer<String, byte[]> transactional(TenantId tenant) {
    Map<String, Object> settings = new HashMap<>(TestBroker.connection());
    settings.put("transactional.id", "test-" + tenant);
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  private static ProducerRecord<String, byte[]> record(TenantId tenant, String words) {
    return new ProducerRecord<>(Topics.WEBHOOKS.name(), tenant.value(), bytes(words));
  }

  private static byte[] bytes(String words) {
    return words.getBytes(StandardCharsets.UTF_8);
  }
}
