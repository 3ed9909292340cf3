package dev.sluice.launcher.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.books.CampaignCount;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusTableTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static CampaignCount count(State state, @Nullable String reason, long accepted) {
    Campaign campaign =
        new Campaign(
            new TenantId("shop"),
            new CampaignId("spring"),
            state,
            2000,
            reason,
            NOW.minusSeconds(90),
            new CampaignPlan("offer", NOW.minusSeconds(900), null, null, null, null));
    Map<String, Long> codes = new LinkedHashMap<>();
    codes.put("131026", 17L);
    codes.put("131047", 3L);
    return new CampaignCount(campaign, accepted, 20, 5, 0, 1, 12.34, codes, NOW, NOW);
  }

  @Test
  void shouldShowHowFarARunningCampaignIs() {
    // When
    Iterable<String> lines = StatusTable.lines(count(State.RUNNING, null, 979));

    // Then
    assertThat(lines)
        .containsExactly(
            "spring of shop: running since 2026-11-21T09:58:30Z",
            "  template      offer",
            "  progress      [####################....................] 50.0 %",
            "  total         2,000",
            "  accepted      979",
            "  failed        20, 5 of them late",
            "  skipped       0",
            "  unknown       1",
            "  pending       1,000",
            "  rate          12.3 per second",
            "  expected end  2026-11-21T10:01:22Z, in 1 min 22 s",
            "  failures      131026 (17), 131047 (3)");
  }

  @Test
  void shouldSayWhyACampaignIsPaused() {
    // When
    Iterable<String> lines = StatusTable.lines(count(State.PAUSED, "190: token expired", 979));

    // Then
    assertThat(lines)
        .contains("spring of shop: paused since 2026-11-21T09:58:30Z: 190: token expired")
        .noneMatch(line -> line.contains("expected end"));
  }

  @Test
  void shouldBeOverWhenNothingIsPending() {
    // Given
    CampaignCount all = count(State.RUNNING, null, 1979);

    // When, Then
    assertThat(StatusTable.isOver(all)).isTrue();
    assertThat(StatusTable.lines(all))
        .startsWith("spring of shop: done since 2026-11-21T09:58:30Z")
        .noneMatch(line -> line.contains("progress") || line.contains("rate"));
    assertThat(StatusTable.isOver(count(State.PAUSED, "x", 5))).isFalse();
    assertThat(StatusTable.isOver(count(State.CANCELLED, "x", 5))).isFalse();
  }

  @Test
  void shouldBeginAtItsTime() {
    // Given
    Campaign scheduled =
        new Campaign(
            new TenantId("shop"),
            new CampaignId("spring"),
            State.SCHEDULED,
            10,
            null,
            NOW.minusSeconds(900),
            new CampaignPlan("offer", NOW.minusSeconds(900), NOW, null, null, null));

    // When, Then
    assertThat(StatusTable.lines(untouched(scheduled, NOW.minusSeconds(1))).getFirst())
        .isEqualTo("spring of shop: scheduled for 2026-11-21T10:00:00Z");
    assertThat(StatusTable.lines(untouched(scheduled, NOW)).getFirst())
        .isEqualTo("spring of shop: running since 2026-11-21T10:00:00Z");
  }

  private static CampaignCount untouched(Campaign campaign, Instant asOf) {
    return new CampaignCount(campaign, 0, 0, 0, 0, 0, 0, Map.of(), null, asOf);
  }

  @Test
  void shouldFitALineOfALog() {
    assertThat(StatusTable.line(count(State.RUNNING, null, 979)))
        .isEqualTo(
            "2026-11-21T10:00:00Z spring: running, accepted 979, failed 20, skipped 0, unknown 1, pending 1000 of 2000, 12.3 per second");
  }
}
