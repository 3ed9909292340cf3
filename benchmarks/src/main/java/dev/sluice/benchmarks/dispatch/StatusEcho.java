package dev.sluice.benchmarks.dispatch;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Correlation;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/// Writes the status `sent` of each message the provider accepts into the topic of statuses, as
/// gateway and topology do with what a provider posts. Thread-safe.
final class StatusEcho implements Book.Echo, AutoCloseable {

  private final Map<String, TenantId> tenants;
  private final KafkaProducer<String, ProviderStatus> producer;

  StatusEcho(Ground ground, List<Client> clients) {
    this.tenants = clients.stream().collect(Collectors.toMap(Client::account, Client::tenant));
    this.producer =
        new KafkaProducer<>(
            ground.connection(),
            Topics.STATUSES.keys().serializer(),
            Topics.STATUSES.values().serializer());
  }

  @Override
  public void accepted(String account, String correlation, String providerMessageId) {
    TenantId tenant = tenants.get(account);
    if (tenant == null) {
      return;
    }
    Correlation ours = Correlation.parse(correlation);
    ProviderStatus status =
        new ProviderStatus(
            tenant,
            Channel.WHATSAPP,
            providerMessageId,
            ProviderStatus.State.SENT,
            null,
            Instant.now(),
            ours.messageId(),
            List.of(),
            ours.campaign());
    // A status that is not written settles nothing, and the message is counted as sent twice.
    Future<RecordMetadata> _ =
        producer.send(new ProducerRecord<>(Topics.STATUSES.name(), tenant.value(), status));
  }

  @Override
  public void close() {
    producer.close();
  }
}
