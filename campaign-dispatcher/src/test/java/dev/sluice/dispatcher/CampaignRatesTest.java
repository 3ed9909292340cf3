package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CampaignRatesTest {

  private static final long SECOND = 1_000_000_000;

  private final CampaignRates rates = new CampaignRates();

  private List<Long> millis(String campaign, double perSecond, long now, int times) {
    return IntStream.range(0, times)
        .mapToObj(_ -> rates.reserve(campaign, perSecond, now).toMillis())
        .toList();
  }

  @Test
  void shouldSpaceSlotsByThePeriodAndLeaveOtherCampaignsAlone() {
    // When
    List<Long> slow = millis("acme/slow", 4, 0, 4);
    List<Long> other = millis("acme/other", 1, 0, 2);

    // Then
    assertThat(slow).containsExactly(0L, 250L, 500L, 750L);
    assertThat(other).containsExactly(0L, 1000L);
  }

  @Test
  void shouldNotSaveUpSlotsThatNobodyTook() {
    // Given
    millis("acme/slow", 1, -SECOND, 2);

    // When
    List<Long> later = millis("acme/slow", 1, 10 * SECOND, 3);

    // Then
    assertThat(later).containsExactly(0L, 1000L, 2000L);
  }

  @Test
  void shouldFollowAChangedRateFromTheNextSlotOn() {
    // Given
    millis("acme/slow", 1, 0, 1);

    // When
    List<Long> faster = millis("acme/slow", 10, 0, 3);

    // Then
    assertThat(faster).containsExactly(1000L, 1100L, 1200L);
  }

  @Test
  void shouldForgetCampaignsThatBehaveAsNew() {
    // Given
    IntStream.range(0, 5_000).forEach(i -> rates.reserve("acme/done-" + i, 1, 0));
    int before = rates.remembered();

    // When
    IntStream.range(0, 10_000).forEach(i -> rates.reserve("acme/new-" + i, 1, 10 * SECOND));

    // Then
    assertThat(before).isEqualTo(5_000);
    assertThat(rates.remembered()).as("the new ones").isEqualTo(10_000);
    assertThat(millis("acme/new-0", 1, 10 * SECOND, 1)).containsExactly(1000L);
  }
}
