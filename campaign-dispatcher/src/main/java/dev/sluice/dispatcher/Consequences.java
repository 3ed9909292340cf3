package dev.sluice.dispatcher;

import dev.sluice.schemas.OptOut;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Topics;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an answer means beyond its message: a campaign is paused, a person takes no more campaigns.
/// Thread-safe.
final class Consequences {

  private static final Logger log = LoggerFactory.getLogger(Consequences.class);

  /// Codes by which the Cloud API and Twilio say that the person has stopped these messages.
  private static final Set<String> OPTED_OUT = Set.of("131050", "21610");

  private final CampaignView campaigns;
  private final DurableLog results;

  Consequences(CampaignView campaigns, DurableLog results) {
    this.campaigns = campaigns;
    this.results = results;
  }

  /// Pauses the campaign of a message, unless it is not being sent anyway or the message has none.
  /// It counts here at once, and everywhere once the record is read.
  void pause(OutboundMessage message, String reason, Instant now) {
    campaigns
        .pause(message, reason, now)
        .ifPresent(
            paused -> {
              log.atWarn()
                  .addKeyValue("tenant", paused.tenant())
                  .addKeyValue("campaign", paused.id())
                  .addKeyValue("reason", reason)
                  .log("campaign paused until somebody has acted");
              results.append(Parked.of(paused), () -> {});
            });
  }

  /// Notes the recipient of a message as opted out, if that is what the answer says.
  void noteOptOut(OutboundMessage message, ProviderAnswer answer, Instant now) {
    if (answer instanceof ProviderAnswer.Refused(String code, String _)
        && OPTED_OUT.contains(code)) {
      String why = "the provider refused with code " + code;
      OptOut optOut =
          new OptOut(message.tenant(), message.channel(), message.recipient(), now, why);
      results.append(record(optOut), () -> {});
    }
  }

  private static ProducerRecord<byte[], byte[]> record(OptOut optOut) {
    String topic = Topics.OPT_OUTS.name();
    return new ProducerRecord<>(
        topic,
        Topics.OPT_OUTS.keys().serializer().serialize(topic, optOut.key()),
        Topics.OPT_OUTS.values().serializer().serialize(topic, optOut));
  }
}
