package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a campaign was started with, for those who watch it and for its pace.
///
/// @param template the template's name, for a person
/// @param createdAt when it was started: no outcome of it is older
/// @param at when its first message may leave; absent for at once
/// @param ratePerSecond messages begun per second at most, beside the tenant's own limits; absent
///   for no limit of its own
/// @param quietHours when its recipients are not to be disturbed
/// @param resends the campaign whose failed messages it sends again
public record CampaignPlan(
    String template,
    Instant createdAt,
    @Nullable Instant at,
    @Nullable Double ratePerSecond,
    @Nullable QuietHours quietHours,
    @Nullable CampaignId resends) {

  private static final double RATE_MIN = 0.001;
  private static final double RATE_MAX = 1000;

  /// @throws InvalidSetting when the rate is out of range
  public CampaignPlan {
    requireNonNull(template, "template");
    requireNonNull(createdAt, "createdAt");
    if (ratePerSecond != null) {
      Settings.between("ratePerSecond", ratePerSecond, RATE_MIN, RATE_MAX);
    }
  }
}
