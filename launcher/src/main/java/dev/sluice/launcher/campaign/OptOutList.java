package dev.sluice.launcher.campaign;

import dev.sluice.launcher.services.TopicTail;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.OptOut;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// The people one tenant's campaigns leave out, as the topic `opt-outs` keeps them. Used by one
/// thread.
final class OptOutList implements AutoCloseable {

  private static final Topic<String, byte[]> RECORDS =
      new Topic<>(
          Topics.OPT_OUTS.name(),
          Topics.OPT_OUTS.keys(),
          Serdes.ByteArray(),
          Topics.OPT_OUTS.retention(),
          Topics.OPT_OUTS.partitions());

  private final TenantId tenant;
  private final Map<String, Object> connection;
  private final Producer<String, byte[]> producer;

  private OptOutList(
      TenantId tenant, Map<String, Object> connection, Producer<String, byte[]> producer) {
    this.tenant = tenant;
    this.connection = connection;
    this.producer = producer;
  }

  static OptOutList open(TenantId tenant, Map<String, Object> connection) {
    Map<String, Object> settings = new HashMap<>(connection);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    return new OptOutList(
        tenant,
        connection,
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()));
  }

  /// Returns when every replica that counts has all of them.
  ///
  /// @throws KafkaException when some may not be on the list; adding them again is harmless
  void add(List<Address> people, @Nullable String reason, Instant since)
      throws InterruptedException {
    List<Future<RecordMetadata>> appends = new ArrayList<>();
    for (Address person : people) {
      OptOut optOut = new OptOut(tenant, CampaignDraft.CHANNEL, person, since, reason);
      appends.add(
          producer.send(
              new ProducerRecord<>(
                  RECORDS.name(),
                  optOut.key(),
                  Topics.OPT_OUTS.values().serializer().serialize(RECORDS.name(), optOut))));
    }
    await(appends);
  }

  /// Returns when every replica that counts knows that none of them is on the list.
  ///
  /// @throws KafkaException when some may still be on it; removing them again is harmless
  void remove(List<Address> people) throws InterruptedException {
    List<Future<RecordMetadata>> appends = new ArrayList<>();
    for (Address person : people) {
      String key = OptOut.key(tenant, CampaignDraft.CHANNEL, person);
      appends.add(producer.send(new ProducerRecord<>(RECORDS.name(), key, null)));
    }
    await(appends);
  }

  /// Everybody on the list, the first to have opted out first.
  List<OptOut> all() {
    Map<String, OptOut> byKey = new HashMap<>();
    try (TopicTail<byte[]> tail = TopicTail.of(RECORDS, connection)) {
      tail.readToEnd(record -> take(record, byKey));
    }
    return byKey.values().stream().sorted(Comparator.comparing(OptOut::since)).toList();
  }

  @Override
  public void close() {
    producer.close();
  }

  private void take(ConsumerRecord<String, byte[]> record, Map<String, OptOut> byKey) {
    byte @Nullable [] value = record.value();
    if (value == null) {
      byKey.remove(record.key());
      return;
    }
    try {
      OptOut optOut = Topics.OPT_OUTS.values().deserializer().deserialize(record.topic(), value);
      if (optOut != null && optOut.tenant().equals(tenant)) {
        byKey.put(record.key(), optOut);
      }
    } catch (SerializationException e) {
      // It still keeps its person from being written to; who that is cannot be shown.
    }
  }

  private static void await(List<Future<RecordMetadata>> appends) throws InterruptedException {
    for (Future<RecordMetadata> append : appends) {
      try {
        append.get();
      } catch (ExecutionException e) {
        throw new KafkaException("the list could not be changed as a whole", e.getCause());
      }
    }
  }
}
