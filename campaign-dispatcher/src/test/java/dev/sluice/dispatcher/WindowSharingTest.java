package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.LoopHarness.ACME;
import static dev.sluice.dispatcher.LoopHarness.campaign;
import static dev.sluice.dispatcher.LoopHarness.replies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lanes.LaneLimits;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A window of three of which one is for replies, while partitions come and go.
@Timeout(60)
final class WindowSharingTest {

  private static final LaneLimits LIMITS = LaneLimits.window(3).withReserved(1);

  private static final Duration DRAIN = LoopHarness.SETTINGS.drainTimeout();

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }

  private static void append(LoopHarness harness, int replies) {
    for (int i = 0; i < replies; i++) {
      harness.append(replies(ACME), Messages.reply(ACME, "r-" + i, "49155500" + i));
    }
  }

  @Test
  void shouldUseTheReservedPermitsOnlyUntilTheCampaignsAreItsOwnToo() {
    HeldProvider held = new HeldProvider();
    try (LoopHarness harness = LoopHarness.sharing(held, LIMITS).start(replies(ACME))) {
      // Given
      append(harness, 5);
      await().until(() -> harness.isInHand(5));
      await().until(() -> held.asked().size() == 1);
      int askedAlone = held.asked().size();

      // When
      harness.assign(replies(ACME), campaign(ACME));

      // Then
      await().until(() -> held.asked().size() == 3);
      assertThat(askedAlone).isOne();
      held.answers(100);
    }
  }

  @Test
  void shouldGiveTheCampaignsUpOnlyWhenTheRepliesKeepToTheirShare() {
    HeldProvider held = new HeldProvider();
    try (LoopHarness harness =
        LoopHarness.sharing(held, LIMITS).start(replies(ACME), campaign(ACME))) {
      // Given
      append(harness, 5);
      await().until(() -> held.asked().size() == 3);

      // When
      harness.assign(replies(ACME));
      await().until(harness::isDraining);
      held.answers(1);
      await().until(() -> harness.stored().size() == 1);
      await().until(harness::isDraining);
      boolean stillThere = harness.isRebalancing();
      held.answers(1);
      await().until(() -> !harness.isRebalancing());

      // Then
      assertThat(stillThere).isTrue();
      assertThat(held.asked()).hasSize(3);
      held.answers(100);
      await().until(() -> harness.committedOffset(replies(ACME)) == 5);
    }
  }

  @Test
  void shouldNotWaitForCampaignsWhenTheRepliesLeave() {
    HeldProvider held = new HeldProvider();
    try (LoopHarness harness =
        LoopHarness.sharing(held, LIMITS).start(replies(ACME), campaign(ACME))) {
      // Given
      harness.append(campaign(ACME), Messages.bulk(ACME, "a"), Messages.bulk(ACME, "b"));
      harness.append(campaign(ACME), Messages.bulk(ACME, "c"));
      await().until(() -> held.asked().size() == 2);

      // When
      harness.assign(campaign(ACME));

      // Then
      await().atMost(DRAIN.dividedBy(2)).until(() -> harness.rebalances() == 2);
      assertThat(held.asked()).hasSize(2);
      held.answers(100);
    }
  }
}
