package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.LoopHarness.ACME;
import static dev.sluice.dispatcher.LoopHarness.GLOBEX;
import static dev.sluice.dispatcher.LoopHarness.STRANGER;
import static dev.sluice.dispatcher.Messages.SPRING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.DeadLetterHeaders;
import dev.sluice.schemas.DelayedSend;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.tenants.Tenants;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// On a pretend consumer and pretend transactions.
@Timeout(60)
final class ReturnLoopTest {

  private static final String TOPIC = Topics.DISPATCH_RETRY.name();
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final CampaignId AUTUMN = new CampaignId("autumn");

  private final PretendConsumer consumer = new PretendConsumer();
  private final List<MockProducer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();
  private final CampaignView campaigns = new CampaignView();
  private final ReturnLoop loop;
  private final Thread thread;
  private volatile int commitsToRefuse;
  private long end;

  ReturnLoopTest() {
    Tenant.Provider provider =
        Messages.provider(URI.create("http://127.0.0.1:1"), "1", new SecretRef("env:TOKEN"), 3);
    Tenants tenants =
        Tenants.of(Messages.tenant(ACME, provider), Messages.tenant(GLOBEX, provider));
    InstantSource clock = InstantSource.system();
    loop =
        new ReturnLoop(
            consumer, this::producer, new Parked(campaigns, tenants, clock), campaigns, clock);
    thread = Thread.ofPlatform().name("returns-under-test").unstarted(loop);
  }

  private Producer<byte[], byte[]> producer() {
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    if (commitsToRefuse > producers.size()) {
      producer.commitTransactionException = new KafkaException("no coordinator");
    }
    producers.add(producer);
    return producer;
  }

  private void start() {
    consumer.schedulePollTask(
        () -> {
          consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
          consumer.updateEndOffsets(Map.of(PARTITION, 0L));
          consumer.rebalance(List.of(PARTITION));
        });
    thread.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    loop.stop();
    thread.join();
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }

  private void know(TenantId tenant, CampaignId id, State state) {
    Campaign campaign = Messages.campaign(tenant, id, state);
    campaigns.take(campaign.key(), campaign);
  }

  private void park(OutboundMessage message) {
    ProducerRecord<byte[], byte[]> parked = Parked.of(new DelayedSend(message, 0, Instant.EPOCH));
    append(parked.key(), parked.value());
  }

  private void append(byte[] key, byte[] value) {
    long offset = end++;
    long now = System.currentTimeMillis();
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            TOPIC,
            0,
            offset,
            now,
            TimestampType.CREATE_TIME,
            key.length,
            value.length,
            key,
            value,
            new RecordHeaders(),
            Optional.empty());
    consumer.schedulePollTask(
        () -> {
          consumer.addRecord(record);
          consumer.updateEndOffsets(Map.of(PARTITION, offset + 1));
        });
  }

  private List<ProducerRecord<byte[], byte[]>> appended(String topic) {
    return producers.stream()
        .flatMap(producer -> producer.history().stream())
        .filter(record -> record.topic().equals(topic))
        .toList();
  }

  private List<String> returned(TenantId tenant) {
    return appended(Topics.CAMPAIGN_OF.of(tenant).name()).stream()
        .map(it -> Topics.CAMPAIGN_OF.values().deserializer().deserialize("", it.value()))
        .map(OutboundMessage::messageId)
        .toList();
  }

  private List<String> keptBack() {
    return appended(TOPIC).stream()
        .map(it -> Topics.DISPATCH_RETRY.values().deserializer().deserialize("", it.value()))
        .map(it -> it.message().messageId())
        .toList();
  }

  private long committed() {
    return producers.stream()
        .flatMap(producer -> producer.consumerGroupOffsetsHistory().stream())
        .flatMap(groups -> groups.values().stream())
        .map(offsets -> offsets.get(PARTITION))
        .mapToLong(OffsetAndMetadata::offset)
        .max()
        .orElse(-1);
  }

  @Test
  void shouldMoveNothingWhileEverythingWaits() {
    // Given
    know(ACME, SPRING, State.PAUSED);
    start();

    // When
    park(Messages.bulk(ACME, "m-0"));
    park(Messages.bulk(ACME, "m-1"));
    int polls = consumer.polls();
    await().until(() -> consumer.polls() > polls + 10);

    // Then
    assertThat(returned(ACME)).isEmpty();
    assertThat(keptBack()).isEmpty();
    assertThat(committed()).isEqualTo(-1);
  }

  @Test
  void shouldReturnWhatWasResumedPastWhatWaits() {
    // Given: two campaigns of one tenant, and one of another, in one partition
    know(ACME, SPRING, State.PAUSED);
    know(ACME, AUTUMN, State.PAUSED);
    know(GLOBEX, SPRING, State.PAUSED);
    start();
    park(Messages.bulk(ACME, "spring-1"));
    park(Messages.bulk(ACME, AUTUMN, "autumn-1"));
    park(Messages.bulk(GLOBEX, "globex-1"));
    park(Messages.bulk(ACME, AUTUMN, "autumn-2"));
    int polls = consumer.polls();
    await().until(() -> consumer.polls() > polls + 10);

    // When
    know(ACME, AUTUMN, State.RUNNING);
    await().until(() -> committed() == 4);

    // Then
    assertThat(returned(ACME)).containsExactly("autumn-1", "autumn-2");
    assertThat(returned(GLOBEX)).isEmpty();
    assertThat(keptBack()).containsExactly("spring-1", "globex-1");
  }

  @Test
  void shouldReturnWhatIsCancelledSoThatItsOwnerCanSaySo() {
    // Given
    know(ACME, SPRING, State.PAUSED);
    start();
    park(Messages.bulk(ACME, "m-0"));

    // When
    know(ACME, SPRING, State.CANCELLED);
    await().until(() -> committed() == 1);

    // Then
    assertThat(returned(ACME)).containsExactly("m-0");
  }

  /// The dispatcher that parked it had not heard yet that the campaign goes on.
  @Test
  void shouldReturnAStragglerOfACampaignThatRunsAlready() {
    // Given
    start();

    // When
    park(Messages.bulk(ACME, "late"));
    await().until(() -> committed() == 1);

    // Then
    assertThat(returned(ACME)).containsExactly("late");
    assertThat(keptBack()).isEmpty();
  }

  @Test
  void shouldMoveNothingTwiceAndLoseNothingWhenATransactionFails() {
    // Given
    commitsToRefuse = 1;
    start();

    // When
    park(Messages.bulk(ACME, "m-0"));
    park(Messages.bulk(ACME, "m-1"));
    await().until(() -> committed() == 2);

    // Then
    assertThat(producers).hasSizeGreaterThanOrEqualTo(2);
    assertThat(producers.getFirst().history()).isEmpty();
    assertThat(returned(ACME)).containsExactly("m-0", "m-1");
  }

  @Test
  void shouldPutAsideWhatCannotBeReturned() {
    // Given
    byte[] garbage = "not json".getBytes(StandardCharsets.UTF_8);
    start();

    // When
    append("acme".getBytes(StandardCharsets.UTF_8), garbage);
    park(Messages.bulk(STRANGER, "m-0"));
    await().until(() -> committed() == 2);

    // Then
    assertThat(appended(Topics.DEAD_LETTERS.name()))
        .extracting(it -> WebhookHeaders.text(it.headers(), DeadLetterHeaders.REASON).orElse(""))
        .containsExactly("UNREADABLE", "UNKNOWN_TENANT");
    assertThat(keptBack()).isEmpty();
  }
}
