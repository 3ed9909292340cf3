package dev.sluice.launcher.campaign;

import dev.sluice.launcher.CannotStart;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.Retention;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How fast a campaign can be at most: messages begun per second, by its own limit or by the
/// tenant's, whichever is lower.
record Pace(double perSecond) {

  /// For retries, quiet hours and a night's pause between the end that is expected and the time the
  /// messages are deleted.
  private static final Duration RESERVE = Duration.ofDays(1);

  static Pace of(Tenant.Provider provider, @Nullable Double asked) {
    return new Pace(
        asked == null ? provider.ratePerSecond() : Math.min(asked, provider.ratePerSecond()));
  }

  /// The shortest time in which so many messages can leave.
  Duration atLeast(long messages) {
    return Duration.ofMillis((long) Math.ceil(messages * 1e3 / perSecond));
  }

  /// Refuses a campaign whose last messages would be deleted before they are sent.
  ///
  /// @throws CannotStart when they would
  void check(long messages, CampaignPlan plan) {
    @Nullable Instant at = plan.at();
    Duration wait = at == null ? Duration.ZERO : Duration.between(plan.createdAt(), at);
    Duration kept =
        switch (Topics.CAMPAIGN_OF.retention()) {
          case Retention.For(Duration time) -> time;
          case Retention.LatestPerKey() -> throw new IllegalStateException("messages are no state");
        };
    Duration end = wait.plus(atLeast(messages));
    if (end.compareTo(kept.minus(RESERVE)) > 0) {
      throw new CannotStart(
          "the last message would leave in %s, and messages are kept for %d days: send earlier, faster, or fewer at once"
              .formatted(Words.duration(end), kept.toDays()));
    }
  }
}
