package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.ProviderError;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LateFailuresTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final CampaignId SPRING = new CampaignId("spring");
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final CampaignView campaigns = new CampaignView();
  private final List<Campaign> appended = new ArrayList<>();
  private final LateFailures late =
      new LateFailures(campaigns, ACME::equals, appended::add, () -> NOW);

  private static ProviderStatus failed(
      TenantId tenant, @Nullable CampaignId campaign, State state, int code) {
    return new ProviderStatus(
        tenant,
        Channel.WHATSAPP,
        "wamid.1",
        state,
        null,
        NOW,
        "m-1",
        List.of(new ProviderError(code, "told late")),
        campaign);
  }

  @ParameterizedTest
  @CsvSource({"131042", "131048", "132015", "190", "368"})
  void shouldPauseTheCampaignWhenTheFailureConcernsMoreThanTheMessage(int code) {
    // Given // When
    late.note(failed(ACME, SPRING, State.FAILED, code));
    late.note(failed(ACME, SPRING, State.FAILED, code));

    // Then
    assertThat(appended)
        .singleElement()
        .satisfies(
            paused -> {
              assertThat(paused.key()).isEqualTo("acme/spring");
              assertThat(paused.state()).isEqualTo(Campaign.State.PAUSED);
              assertThat(paused.reason()).isEqualTo(code + ": told late");
            });
  }

  @ParameterizedTest
  @CsvSource({"131026", "131049", "130429", "131000", "4711"})
  void shouldLeaveTheCampaignAloneWhenTheFailureIsTheMessagesOwn(int code) {
    // Given // When
    late.note(failed(ACME, SPRING, State.FAILED, code));

    // Then
    assertThat(appended).isEmpty();
  }

  @Test
  void shouldActOnlyOnFailuresOfCampaignsThatAreSentHere() {
    // Given // When
    late.note(failed(new TenantId("globex"), SPRING, State.FAILED, 131042));
    late.note(failed(ACME, null, State.FAILED, 131042));
    late.note(failed(ACME, SPRING, State.SENT, 131042));

    // Then
    assertThat(appended).isEmpty();
  }
}
