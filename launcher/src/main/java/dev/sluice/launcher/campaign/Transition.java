package dev.sluice.launcher.campaign;

import dev.sluice.launcher.CannotStart;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a person can do to a campaign.
enum Transition {
  /// Nothing more of it is begun until it is resumed.
  PAUSE("pause"),
  /// It goes on where it was paused.
  RESUME("resume"),
  /// What is left of it is never sent.
  CANCEL("cancel");

  /// What a record says that a person changed.
  private static final String BY_A_PERSON = "by a person";

  private final String verb;

  Transition(String verb) {
    this.verb = verb;
  }

  /// The campaign's next record.
  ///
  /// @param reason what the person says about it; absent when nothing
  /// @throws CannotStart when that makes no sense for a campaign in its state
  Campaign apply(Campaign campaign, @Nullable String reason, Instant now) {
    String why = reason == null ? BY_A_PERSON : reason;
    return switch (campaign.state()) {
      case SCHEDULED, RUNNING ->
          switch (this) {
            case PAUSE -> campaign.changed(State.PAUSED, why, now);
            case CANCEL -> campaign.changed(State.CANCELLED, why, now);
            case RESUME -> throw refused(campaign, "is not paused");
          };
      case PAUSED ->
          switch (this) {
            case PAUSE -> throw refused(campaign, "is paused already: " + campaign.reason());
            case CANCEL -> campaign.changed(State.CANCELLED, why, now);
            case RESUME -> campaign.changed(resumed(campaign, now), null, now);
          };
      case CANCELLED -> throw refused(campaign, "is cancelled, which cannot be taken back");
      case DONE -> throw refused(campaign, "is done");
    };
  }

  private static State resumed(Campaign campaign, Instant now) {
    @Nullable Instant at = campaign.plan() == null ? null : campaign.plan().at();
    return at != null && at.isAfter(now) ? State.SCHEDULED : State.RUNNING;
  }

  private CannotStart refused(Campaign campaign, String standing) {
    return new CannotStart(
        "campaign '%s' %s; there is nothing to %s".formatted(campaign.id(), standing, verb));
  }
}
