package dev.sluice.launcher.demo;

import dev.sluice.launcher.services.Progress;
import dev.sluice.launcher.services.TopicTail;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import dev.sluice.simulator.AccountReport;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/// Messages out: campaigns through the real topics to the pretend provider.
final class CampaignStage {

  /// Until every status of an accepted message is posted to the gateway; they follow at once.
  private static final Duration STATUS_PATIENCE = Duration.ofSeconds(30);

  private static final double NANOS_PER_SECOND = 1e9;

  private final DemoWorld world;
  private final Progress progress;
  private final Patience patience;

  CampaignStage(DemoWorld world, Progress progress, Patience patience) {
    this.world = world;
    this.progress = progress;
    this.patience = patience;
  }

  /// A campaign on its way.
  ///
  /// @param producedNanos just before its first record was produced, of [System#nanoTime]
  record Running(CampaignMessages campaign, long producedNanos) {}

  /// A campaign whose messages have all been accepted, or that stands still.
  ///
  /// @param seconds from the first record produced to the last message accepted by the provider
  record Finished(CampaignMessages campaign, double seconds) {}

  /// Produces a campaign: its state, then its messages.
  Running begin(CampaignMessages campaign) throws InterruptedException {
    announce(campaign, Campaign.State.RUNNING);
    Topic<String, OutboundMessage> topic = Topics.CAMPAIGN_OF.of(campaign.tenant().id());
    long produced = System.nanoTime();
    produce(
        topic,
        campaign.messages().stream()
            .map(
                message -> new ProducerRecord<>(topic.name(), message.recipient().value(), message))
            .toList());
    return new Running(campaign, produced);
  }

  /// Waits for the provider to have accepted every message.
  Finished await(Running running) throws Exception {
    CampaignMessages campaign = running.campaign();
    Set<String> ids = ids(campaign);
    patience.await(ids.size(), () -> accepted(campaign, ids));
    double seconds =
        (report(campaign).lastAnswerNanos() - running.producedNanos()) / NANOS_PER_SECOND;
    announce(campaign, Campaign.State.DONE);
    progress.say(
        String.format(
            Locale.ROOT, "  %-24s %d sent in %.1f s", campaign.id(), ids.size(), seconds));
    return new Finished(campaign, seconds);
  }

  /// Counts what became of campaigns, at the provider, in the results and in the inbox.
  List<CampaignFindings> findings(List<Finished> campaigns, Map<DemoTenant, InboxClient> inboxes)
      throws Exception {
    world.provider().awaitStatuses(STATUS_PATIENCE);
    Map<String, Set<String>> joined = new HashMap<>();
    for (Finished finished : campaigns) {
      String name = finished.campaign().id().value();
      InboxClient inbox = inboxes.get(finished.campaign().tenant());
      patience.await(
          finished.campaign().messages().size(),
          () -> {
            Set<String> reported = inbox == null ? Set.of() : inbox.reported(name);
            joined.put(name, reported);
            return reported.size();
          });
    }
    Map<CampaignId, Map<Outcome, Integer>> outcomes = outcomes();
    Set<String> known =
        campaigns.stream()
            .flatMap(finished -> ids(finished.campaign()).stream())
            .collect(Collectors.toSet());
    return campaigns.stream()
        .map(
            finished ->
                finding(
                    finished,
                    known,
                    outcomes.getOrDefault(finished.campaign().id(), Map.of()),
                    joined.getOrDefault(finished.campaign().id().value(), Set.of())))
        .toList();
  }

  private CampaignFindings finding(
      Finished finished, Set<String> known, Map<Outcome, Integer> outcomes, Set<String> joined) {
    CampaignMessages campaign = finished.campaign();
    Set<String> ids = ids(campaign);
    Map<String, Integer> arrivals = new HashMap<>(report(campaign).arrivals());
    arrivals.keySet().removeIf(id -> known.contains(id) && !ids.contains(id));
    Set<String> own = new HashSet<>(joined);
    own.retainAll(ids);
    return new CampaignFindings(
        campaign.id().value(),
        ids,
        arrivals,
        outcomes.getOrDefault(Outcome.ACCEPTED, 0),
        outcomes.getOrDefault(Outcome.FAILED, 0),
        outcomes.getOrDefault(Outcome.UNKNOWN, 0),
        own.size(),
        finished.seconds());
  }

  /// The kinds of outcome a report counts.
  private enum Outcome {
    ACCEPTED,
    FAILED,
    UNKNOWN,
    SKIPPED;

    static Outcome of(DeliveryOutcome outcome) {
      return switch (outcome) {
        case DeliveryOutcome.Accepted _ -> ACCEPTED;
        case DeliveryOutcome.Failed _ -> FAILED;
        case DeliveryOutcome.Unknown _ -> UNKNOWN;
        case DeliveryOutcome.Skipped _ -> SKIPPED;
      };
    }
  }

  private Map<CampaignId, Map<Outcome, Integer>> outcomes() {
    Map<CampaignId, Map<Outcome, Integer>> outcomes = new HashMap<>();
    try (TopicTail<DeliveryOutcome> results =
        TopicTail.of(Topics.DISPATCH_RESULTS, world.connection().client())) {
      results.readToEnd(
          record -> {
            CampaignId campaign = record.value().delivery().campaign();
            if (campaign != null) {
              outcomes
                  .computeIfAbsent(campaign, ignored -> new EnumMap<>(Outcome.class))
                  .merge(Outcome.of(record.value()), 1, Integer::sum);
            }
          });
    }
    return outcomes;
  }

  private int accepted(CampaignMessages campaign, Set<String> ids) {
    Set<String> accepted = new HashSet<>(report(campaign).accepted().keySet());
    accepted.retainAll(ids);
    return accepted.size();
  }

  private AccountReport report(CampaignMessages campaign) {
    return world.provider().report().of(campaign.tenant().phoneNumberId());
  }

  private void announce(CampaignMessages campaign, Campaign.State state)
      throws InterruptedException {
    Campaign record =
        new Campaign(
            campaign.tenant().id(),
            campaign.id(),
            state,
            campaign.messages().size(),
            null,
            Instant.now());
    produce(
        Topics.CAMPAIGNS,
        List.of(new ProducerRecord<>(Topics.CAMPAIGNS.name(), record.key(), record)));
  }

  /// Returns when every record is in the log of every replica.
  private <V> void produce(Topic<String, V> topic, List<ProducerRecord<String, V>> records)
      throws InterruptedException {
    Map<String, Object> settings = new HashMap<>(world.connection().client());
    settings.put("acks", "all");
    try (KafkaProducer<String, V> producer =
        new KafkaProducer<>(settings, new StringSerializer(), topic.values().serializer())) {
      List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not take a record for " + topic, e.getCause());
    }
  }

  private static Set<String> ids(CampaignMessages campaign) {
    return campaign.messages().stream().map(OutboundMessage::messageId).collect(Collectors.toSet());
  }
}
