package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What becomes of a message of which nobody knows whether the provider took it: its request was
/// written, and no answer came.
///
/// It is held first, for the provider may tell by a status that names our message. When none comes
/// in that time, the rule decides.
///
/// @param hold how long to wait for a status, nothing to 10 min; 30 s by default
/// @param replies what becomes of a reply then; it is sent again by default, for a customer waits
/// @param campaigns what becomes of a campaign's message then; by default its outcome is `unknown`,
///   for an advertisement twice is worse than once too few
public record InDoubtRule(Duration hold, Action replies, Action campaigns) {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /// 30 s, then replies again and campaigns unknown.
  public static final InDoubtRule DEFAULT =
      new InDoubtRule(Duration.ofSeconds(30), Action.RESEND, Action.UNKNOWN);

  /// What to do when no status came.
  public enum Action {
    /// Send it again; it may then arrive twice.
    @JsonProperty("resend")
    RESEND,
    /// Leave it; it may then never arrive.
    @JsonProperty("unknown")
    UNKNOWN
  }

  /// @throws InvalidSetting when the hold is out of range
  public InDoubtRule {
    Settings.between("hold", hold, Duration.ZERO, LONGEST);
  }

  @JsonCreator
  static InDoubtRule of(
      @JsonProperty("hold") @Nullable Duration hold,
      @JsonProperty("replies") @Nullable Action replies,
      @JsonProperty("campaigns") @Nullable Action campaigns) {
    return new InDoubtRule(
        hold == null ? DEFAULT.hold : hold,
        replies == null ? DEFAULT.replies : replies,
        campaigns == null ? DEFAULT.campaigns : campaigns);
  }
}
