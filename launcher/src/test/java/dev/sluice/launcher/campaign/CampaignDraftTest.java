package dev.sluice.launcher.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.launcher.campaign.AudienceRow.Recipient;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.QuietHours;
import dev.sluice.schemas.SendTimes;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CampaignDraftTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:15:30Z");
  private static final Instant LATER = Instant.parse("2026-11-22T08:00:00Z");
  private static final QuietHours NIGHT = QuietHours.parse("21:00-08:00");
  private static final TenantId SHOP = new TenantId("shop");
  private static final CampaignId SPRING = new CampaignId("spring");
  private static final List<ZoneId> ZONES = List.of(ZoneId.of("Europe/Madrid"));

  private static CampaignDraft draft(@Nullable Instant at, @Nullable QuietHours quiet) {
    return new CampaignDraft(
        SHOP, SPRING, "es", new CampaignPlan("offer", NOW, at, 5.0, quiet, null));
  }

  private static Recipient recipient(@Nullable String id) {
    return new Recipient(17, new Address("12025550147"), id, ZONES, List.of("Ana", "10 %"));
  }

  @Test
  void shouldMakeAMessageOfARecipient() {
    // When
    OutboundMessage message = draft(LATER, NIGHT).message(recipient(null));

    // Then
    assertThat(message)
        .isEqualTo(
            new OutboundMessage(
                SHOP,
                "spring-17",
                SPRING,
                Channel.WHATSAPP,
                new Address("12025550147"),
                new Body.Template("offer", "es", List.of("Ana", "10 %")),
                NOW,
                new SendTimes(LATER, null, NIGHT, ZONES)));
  }

  @Test
  void shouldKeepTheIdTheFileGives() {
    assertThat(draft(null, null).message(recipient("order-7")).messageId()).isEqualTo("order-7");
  }

  @Test
  void shouldRestrictNothingUnlessAsked() {
    assertThat(draft(null, null).message(recipient(null)).times()).isNull();
  }

  @Test
  void shouldRunAtOnceOrWaitForItsTime() {
    // When
    Campaign atOnce = draft(null, null).record(3);
    Campaign later = draft(LATER, null).record(3);

    // Then
    assertThat(atOnce.state()).isEqualTo(Campaign.State.RUNNING);
    assertThat(later.state()).isEqualTo(Campaign.State.SCHEDULED);
    assertThat(later.total()).isEqualTo(3);
    assertThat(later.plan()).isEqualTo(new CampaignPlan("offer", NOW, LATER, 5.0, null, null));
  }

  @Test
  void shouldNameACampaignAfterTemplateAndTime() {
    assertThat(CampaignDraft.named("spring_offer", NOW).value())
        .isEqualTo("spring_offer-20261121-101530");
    assertThat(CampaignDraft.named("Sp\u00e9cial offer", NOW).value())
        .isEqualTo("Sp-cial-offer-20261121-101530");
    assertThat(CampaignDraft.named("x".repeat(200), NOW).value()).hasSize(100);
    assertThat(CampaignDraft.named("\u00e9", NOW).value()).isEqualTo("campaign-20261121-101530");
  }
}
