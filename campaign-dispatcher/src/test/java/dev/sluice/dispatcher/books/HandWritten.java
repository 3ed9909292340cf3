package dev.sluice.dispatcher.books;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.DelayedSend;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import dev.sluice.testsupport.TestBroker;
import dev.sluice.testsupport.TestTenants;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/// One tenant's records, and what a dispatcher would have committed, written by the test itself.
final class HandWritten implements AutoCloseable {

  private final TenantId tenant = TestTenants.unique("books").id();
  private final Outcomes said = new Outcomes(tenant, Instant.now());
  private final String group = "it-" + UUID.randomUUID();
  private final Admin admin = Admin.create(TestBroker.connection());

  TenantId tenant() {
    return tenant;
  }

  Outcomes said() {
    return said;
  }

  String group() {
    return group;
  }

  HandWritten withTopics() {
    TestBroker.createTopicsFor(tenant);
    return this;
  }

  void set(Campaign campaign) {
    TestBroker.produce(Topics.CAMPAIGNS, campaign.key(), campaign);
  }

  long append(String id) {
    return append(said.message(id));
  }

  long append(OutboundMessage message) {
    return TestBroker.produce(Topics.CAMPAIGN_OF.of(tenant), message.recipient().value(), message)
        .offset();
  }

  /// Appends as a message comes back that was parked: behind it, the log holds a transaction's end.
  long appendInTransaction(String id) {
    Map<String, Object> settings = new HashMap<>(TestBroker.connection());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group);
    Topic<String, OutboundMessage> topic = Topics.CAMPAIGN_OF.of(tenant);
    OutboundMessage message = said.message(id);
    try (Producer<String, OutboundMessage> producer =
        new KafkaProducer<>(settings, topic.keys().serializer(), topic.values().serializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      Future<RecordMetadata> appended =
          producer.send(new ProducerRecord<>(topic.name(), message.recipient().value(), message));
      producer.commitTransaction();
      return appended.resultNow().offset();
    }
  }

  void park(OutboundMessage message) {
    TestBroker.produce(
        Topics.DISPATCH_RETRY, tenant.value(), new DelayedSend(message, 0, Instant.now()));
  }

  RecordMetadata store(DeliveryOutcome outcome) {
    return TestBroker.produce(Topics.DISPATCH_RESULTS, tenant.value(), outcome);
  }

  RecordMetadata store(ProviderStatus status) {
    return TestBroker.produce(Topics.STATUSES, tenant.value(), status);
  }

  /// Commits what a dispatcher would have.
  void commit(long offset, String metadata) {
    TopicPartition partition = new TopicPartition(Topics.CAMPAIGN_OF.of(tenant).name(), 0);
    admin
        .alterConsumerGroupOffsets(
            group, Map.of(partition, new OffsetAndMetadata(offset, metadata)))
        .all()
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  /// Ends the campaigns, or the keepers of later tests would go on with them.
  @Override
  public void close() {
    try (BooksReader reader = BooksReader.open(TestBroker.connection())) {
      List<CampaignCount> all = reader.read(tenant, null);
      all.forEach(it -> set(it.campaign().changed(Campaign.State.CANCELLED, null, Instant.now())));
    }
    admin.close();
  }
}
