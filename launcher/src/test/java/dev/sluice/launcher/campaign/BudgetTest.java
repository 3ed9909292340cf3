package dev.sluice.launcher.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.DeliveryOutcome.Delivery;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BudgetTest {

  private static final Instant SINCE = Instant.parse("2026-11-20T10:00:00Z");

  private static LongSet people(long from, long to) {
    LongSet set = new LongSet();
    for (long person = from; person <= to; person++) {
      set.add(person);
    }
    return set;
  }

  @Test
  void shouldCountWhoIsInBothOnce() {
    // When
    Budget budget = Budget.of(250, people(1, 200), people(151, 250));

    // Then
    assertThat(budget).isEqualTo(new Budget(250, 200, 100, 250));
    assertThat(budget.fits()).isTrue();
  }

  @Test
  void shouldNotFitWhenOnePersonIsTooMany() {
    // When
    Budget budget = Budget.of(250, people(1, 200), people(201, 251));

    // Then
    assertThat(budget.fits()).isFalse();
    assertThat(budget.sentence())
        .isEqualTo(
            "200 people and the 51 written to in the 24 hours before are 251, and the messaging limit is 250");
  }

  @Test
  void shouldNotFitWhenTheAudienceAloneIsTooLarge() {
    // When
    Budget budget = Budget.exceeded(250, 1000);

    // Then
    assertThat(budget.fits()).isFalse();
    assertThat(budget.sentence())
        .isEqualTo("1,000 people are more than the messaging limit of 250 in 24 hours");
  }

  @Test
  void shouldCountWhatMayHaveArrivedOfACampaignInTime() {
    // Given
    Delivery mine = delivery(new CampaignId("spring"), SINCE);
    Delivery reply = delivery(null, SINCE);
    Delivery old = delivery(new CampaignId("spring"), SINCE.minusMillis(1));

    // When, Then
    assertThat(counts(new DeliveryOutcome.Accepted(mine, "w"))).isTrue();
    assertThat(counts(new DeliveryOutcome.Unknown(mine, "no answer"))).isTrue();
    assertThat(counts(new DeliveryOutcome.Failed(mine, "131026", "no"))).isFalse();
    assertThat(counts(new DeliveryOutcome.Skipped(mine, "cancelled"))).isFalse();
    assertThat(counts(new DeliveryOutcome.Accepted(reply, "w"))).isFalse();
    assertThat(counts(new DeliveryOutcome.Accepted(old, "w"))).isFalse();
  }

  private static boolean counts(DeliveryOutcome outcome) {
    return RecentRecipients.counts(outcome, SINCE);
  }

  private static Delivery delivery(@Nullable CampaignId campaign, Instant finishedAt) {
    return new Delivery(
        new TenantId("shop"),
        "m-1",
        campaign,
        Channel.WHATSAPP,
        new Address("12025550147"),
        1,
        finishedAt,
        finishedAt);
  }
}
