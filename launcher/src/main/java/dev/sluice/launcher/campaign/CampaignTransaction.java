package dev.sluice.launcher.campaign;

import dev.sluice.launcher.CannotStart;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// The messages of a campaign and its record, all of them or none: one Kafka transaction.
///
/// Of two that are open for the same campaign only the later can be committed. Used by one thread.
/// While it is open nothing that is appended to the tenant's campaigns after it is read, so it
/// should be short; one whose process died ends after 15 minutes, or when the same campaign is
/// started again.
final class CampaignTransaction implements AutoCloseable {

  /// The longest a broker grants unless it is told otherwise. Ten million messages take six minutes
  /// at 30,000 per second.
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  /// Large batches compress and carry well: 256 KiB are some 700 messages.
  private static final int BATCH_BYTES = 256 * 1024;

  /// How long a batch waits to be filled, which takes a tenth of that.
  private static final int LINGER_MILLIS = 50;

  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final Producer<String, byte[]> producer;
  private final Topic<String, OutboundMessage> messages;
  private boolean open;
  private long appended;

  private CampaignTransaction(
      Producer<String, byte[]> producer, Topic<String, OutboundMessage> messages) {
    this.producer = producer;
    this.messages = messages;
  }

  /// Begins one. Whether the campaign is new is to be asked after this: until it is closed nobody
  /// else can start one of that name.
  static CampaignTransaction begin(
      Map<String, Object> connection, TenantId tenant, CampaignId campaign) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, "sluice-campaign-" + tenant + "-" + campaign);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(TIMEOUT.toMillis()));
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    Producer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    CampaignTransaction transaction =
        new CampaignTransaction(producer, Topics.CAMPAIGN_OF.of(tenant));
    try {
      producer.initTransactions();
      producer.beginTransaction();
      transaction.open = true;
      return transaction;
    } catch (KafkaException e) {
      transaction.close();
      throw e;
    }
  }

  /// Appends one message. That it failed may also be told by a later call.
  ///
  /// @throws CannotStart when another start of the same campaign has taken over
  void append(OutboundMessage message) {
    byte[] value = messages.values().serializer().serialize(messages.name(), message);
    send(new ProducerRecord<>(messages.name(), message.recipient().value(), value));
    appended++;
  }

  /// How many messages were appended.
  long appended() {
    return appended;
  }

  /// Appends the campaign's record and makes all of it visible at once.
  ///
  /// @throws CannotStart when another start of the same campaign has taken over
  /// @throws KafkaException when it failed; nothing of it is sent then
  void commit(Campaign campaign) {
    byte[] value =
        Topics.CAMPAIGNS.values().serializer().serialize(Topics.CAMPAIGNS.name(), campaign);
    send(new ProducerRecord<>(Topics.CAMPAIGNS.name(), campaign.key(), value));
    try {
      producer.commitTransaction();
      open = false;
    } catch (ProducerFencedException e) {
      throw overtaken(e);
    }
  }

  private void send(ProducerRecord<String, byte[]> record) {
    try {
      // What becomes of it the commit tells.
      Future<RecordMetadata> _ = producer.send(record);
    } catch (ProducerFencedException e) {
      throw overtaken(e);
    }
  }

  private CannotStart overtaken(ProducerFencedException e) {
    open = false;
    return new CannotStart("the same campaign is being started by somebody else as well", e);
  }

  /// Ends it; nothing of it is sent unless it was committed.
  @Override
  public void close() {
    try {
      if (open) {
        producer.abortTransaction();
      }
    } finally {
      producer.close(CLOSE);
    }
  }
}
