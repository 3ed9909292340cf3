package dev.sluice.launcher.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.launcher.CannotStart;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransitionTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static Campaign campaign(State state, Instant at) {
    return new Campaign(
        new TenantId("shop"),
        new CampaignId("spring"),
        state,
        500,
        state == State.PAUSED ? "190: token expired" : null,
        NOW.minusSeconds(60),
        new CampaignPlan("offer", NOW.minusSeconds(60), at, null, null, null));
  }

  @ParameterizedTest
  @CsvSource({
    "SCHEDULED, PAUSE,  PAUSED,    by a person",
    "RUNNING,   PAUSE,  PAUSED,    by a person",
    "PAUSED,    RESUME, RUNNING,",
    "SCHEDULED, CANCEL, CANCELLED, by a person",
    "RUNNING,   CANCEL, CANCELLED, by a person",
    "PAUSED,    CANCEL, CANCELLED, by a person"
  })
  void shouldLeadToTheNextState(State from, Transition transition, State to, String reason) {
    // Given
    Campaign campaign = campaign(from, NOW.minusSeconds(1));

    // When
    Campaign next = transition.apply(campaign, null, NOW);

    // Then: total and plan are kept
    assertThat(next).isEqualTo(campaign.changed(to, reason, NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "SCHEDULED, RESUME, is not paused; there is nothing to resume",
    "RUNNING,   RESUME, is not paused; there is nothing to resume",
    "PAUSED,    PAUSE,  is paused already: 190: token expired; there is nothing to pause",
    "CANCELLED, RESUME, 'is cancelled, which cannot be taken back; there is nothing to resume'",
    "CANCELLED, CANCEL, 'is cancelled, which cannot be taken back; there is nothing to cancel'",
    "DONE,      CANCEL, is done; there is nothing to cancel",
    "DONE,      PAUSE,  is done; there is nothing to pause"
  })
  void shouldSayWhyItMakesNoSense(State from, Transition transition, String why) {
    assertThatThrownBy(() -> transition.apply(campaign(from, NOW), null, NOW))
        .isInstanceOf(CannotStart.class)
        .hasMessage("campaign 'spring' " + why);
  }

  @ParameterizedTest
  @CsvSource({"60, SCHEDULED", "-60, RUNNING"})
  void shouldWaitForItsTimeAfterAPause(int seconds, State expected) {
    // Given
    Campaign campaign = campaign(State.PAUSED, NOW.plusSeconds(seconds));

    // When
    Campaign next = Transition.RESUME.apply(campaign, null, NOW);

    // Then
    assertThat(next.state()).isEqualTo(expected);
  }
}
