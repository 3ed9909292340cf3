package dev.sluice.dispatcher.books;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.DeliveryOutcome.Delivery;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.ProviderError;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Campaigns of one tenant, and what is said about their messages.
///
/// @param at when everything is said to have happened
record Outcomes(TenantId tenant, Instant at) {

  static final CampaignId SPRING = new CampaignId("spring");

  static final Address RECIPIENT = new Address("491555");

  Campaign campaign(Campaign.State state, long total) {
    return campaign(SPRING, state, total);
  }

  /// Created a minute before the outcomes.
  Campaign campaign(CampaignId id, Campaign.State state, long total) {
    Instant created = at.minus(Duration.ofMinutes(1));
    return new Campaign(
        tenant,
        id,
        state,
        total,
        null,
        created,
        new CampaignPlan("offer", created, null, null, null, null));
  }

  OutboundMessage message(String id) {
    return message(SPRING, id);
  }

  OutboundMessage message(CampaignId campaign, String id) {
    return new OutboundMessage(
        tenant,
        id,
        campaign,
        Channel.WHATSAPP,
        RECIPIENT,
        new OutboundMessage.Body.Template("offer", "en_US", List.of("Ann")),
        at);
  }

  DeliveryOutcome accepted(String id) {
    return new DeliveryOutcome.Accepted(delivery(id, at), "wamid." + id);
  }

  DeliveryOutcome acceptedAt(String id, Instant finishedAt) {
    return new DeliveryOutcome.Accepted(delivery(id, finishedAt), "wamid." + id);
  }

  DeliveryOutcome failed(String id, String code) {
    return new DeliveryOutcome.Failed(delivery(id, at), code, "refused");
  }

  DeliveryOutcome skipped(String id) {
    return new DeliveryOutcome.Skipped(delivery(id, at), "campaign cancelled");
  }

  DeliveryOutcome unknown(String id) {
    return new DeliveryOutcome.Unknown(delivery(id, at), "no answer");
  }

  ProviderStatus status(String id, State state, ProviderError... errors) {
    return new ProviderStatus(
        tenant, Channel.WHATSAPP, "wamid." + id, state, RECIPIENT, at, id, List.of(errors), SPRING);
  }

  ProviderStatus failedLate(String id) {
    return status(id, State.FAILED, new ProviderError(131026, "undeliverable"));
  }

  private Delivery delivery(String id, Instant finishedAt) {
    return new Delivery(
        tenant,
        id,
        SPRING,
        Channel.WHATSAPP,
        RECIPIENT,
        1,
        finishedAt.minusMillis(100),
        finishedAt);
  }
}
