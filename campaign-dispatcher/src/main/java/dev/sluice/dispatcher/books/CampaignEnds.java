package dev.sluice.dispatcher.books;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says of a running campaign that it is done once every message has an outcome. One thread.
final class CampaignEnds implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CampaignEnds.class);

  /// For what is buffered: one request's time. Whoever keeps the books next says it again.
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Producer<byte[], byte[]> producer;

  /// Said, and not yet read back.
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  /// @param producer closed with this
  CampaignEnds(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /// Says it, once for each time that the campaign is open.
  void sayIfDone(CampaignCount count, Instant now) {
    Campaign campaign = count.campaign();
    boolean done =
        campaign.state() == State.RUNNING
            && campaign.total() > 0
            && count.decided() == campaign.total();
    if (done && said.add(campaign.key())) {
      String topic = Topics.CAMPAIGNS.name();
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              topic,
              Topics.CAMPAIGNS.keys().serializer().serialize(topic, campaign.key()),
              Topics.CAMPAIGNS
                  .values()
                  .serializer()
                  .serialize(topic, campaign.changed(State.DONE, null, now)));
      Future<RecordMetadata> _ =
          producer.send(record, (metadata, failure) -> answered(campaign, failure));
    }
  }

  /// Forgets every campaign but these.
  void retain(Set<String> keys) {
    said.retainAll(keys);
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }

  private void answered(Campaign campaign, @Nullable Exception failure) {
    if (failure == null) {
      log.atInfo()
          .addKeyValue("tenant", campaign.tenant())
          .addKeyValue("campaign", campaign.id())
          .log("campaign done");
    } else {
      said.remove(campaign.key());
      log.atWarn()
          .addKeyValue("tenant", campaign.tenant())
          .addKeyValue("campaign", campaign.id())
          .addKeyValue("reason", failure.toString())
          .log("campaign is done, which could not be noted; it will be tried again");
    }
  }
}
