package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lanes.LaneLimits;
import dev.sluice.lanes.Rate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WindowShareTest {

  private static LaneLimits whole(int window, int reserved) {
    return new LaneLimits(window, 500, reserved, new Rate(80, 8));
  }

  @Test
  void shouldLeaveTheWholeToWhoOwnsBoth() {
    // When
    LaneLimits limits = WindowShare.of(true, true).of(whole(30, 4));

    // Then
    assertThat(limits).isEqualTo(whole(30, 4));
  }

  @Test
  void shouldGiveTheOwnerOfTheRepliesWhatIsReservedForThem() {
    // When
    LaneLimits campaigns = WindowShare.of(true, false).of(whole(30, 4));
    LaneLimits replies = WindowShare.of(false, true).of(whole(30, 4));

    // Then
    assertThat(campaigns.window()).isEqualTo(26);
    assertThat(campaigns.reservedForInteractive()).isZero();
    assertThat(replies.window()).isEqualTo(4);
    assertThat(replies.queued()).isEqualTo(500);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 30, 31, 1_000})
  void shouldNeverAddUpToMoreThanTheWhole(int window) {
    for (int reserved = 0; reserved < window; reserved++) {
      // When
      LaneLimits campaigns = WindowShare.CAMPAIGNS.of(whole(window, reserved));
      LaneLimits replies = WindowShare.REPLIES.of(whole(window, reserved));

      // Then
      assertThat(campaigns.window()).isPositive();
      assertThat(replies.window()).isPositive();
      assertThat(campaigns.window() + replies.window()).isLessThanOrEqualTo(window);
      assertThat(perSecond(campaigns) + perSecond(replies)).isLessThanOrEqualTo(80.000_001);
    }
  }

  /// What campaigns have under way while their owner owns the replies, too, must fit the share that
  /// is left to them when the replies leave: then nobody has to wait.
  @Test
  void shouldLeaveCampaignsNoMoreThanTheirShareWhileTheOwnerHasBoth() {
    // When
    LaneLimits both = WindowShare.WHOLE.of(whole(30, 4));
    LaneLimits campaigns = WindowShare.CAMPAIGNS.of(whole(30, 4));

    // Then
    assertThat(both.window() - both.reservedForInteractive()).isEqualTo(campaigns.window());
  }

  @Test
  void shouldLetAWindowOfOneBeHadByEach() {
    // When
    int campaigns = WindowShare.CAMPAIGNS.of(whole(1, 0)).window();
    int replies = WindowShare.REPLIES.of(whole(1, 0)).window();

    // Then
    assertThat(campaigns).isOne();
    assertThat(replies).isOne();
  }

  private static double perSecond(LaneLimits limits) {
    Rate rate = limits.rate();
    return rate == null ? Double.NaN : rate.perSecond();
  }
}
