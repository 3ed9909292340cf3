package dev.sluice.launcher.campaign;

import dev.sluice.launcher.campaign.AudienceRow.Recipient;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.SendTimes;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A campaign before it is appended.
///
/// @param language of the template, such as `en_US`
record CampaignDraft(TenantId tenant, CampaignId id, String language, CampaignPlan plan) {

  /// All providers send on this channel.
  static final Channel CHANNEL = Channel.WHATSAPP;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// A template's name, a hyphen and this many characters of a time fit a campaign's name.
  private static final int NAME_MAX = 100 - "-yyyyMMdd-HHmmss".length();

  /// The name of a campaign nobody has named: its template and the time, in UTC.
  static CampaignId named(String template, Instant now) {
    String legal = template.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
    String name = legal.isEmpty() ? "campaign" : legal;
    return new CampaignId(
        name.substring(0, Math.min(NAME_MAX, name.length())) + "-" + STAMP.format(now));
  }

  OutboundMessage message(Recipient recipient) {
    @Nullable String given = recipient.id();
    return new OutboundMessage(
        tenant,
        given == null ? id + "-" + recipient.line() : given,
        id,
        CHANNEL,
        recipient.address(),
        new Body.Template(plan.template(), language, recipient.parameters()),
        plan.createdAt(),
        times(recipient.zones()));
  }

  /// Absent when nothing restricts it, which saves a million messages some bytes each.
  private @Nullable SendTimes times(List<ZoneId> zones) {
    return plan.at() == null && plan.quietHours() == null
        ? null
        : new SendTimes(plan.at(), null, plan.quietHours(), zones);
  }

  /// What the topic `campaigns` is told when its messages are there.
  Campaign record(long total) {
    State state = plan.at() == null ? State.RUNNING : State.SCHEDULED;
    return new Campaign(tenant, id, state, total, null, plan.createdAt(), plan);
  }
}
