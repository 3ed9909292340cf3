package dev.sluice.dispatcher;

import dev.sluice.dispatcher.CampaignView.Standing;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import java.time.Duration;
import java.time.Instant;

/// What to do with a message whose turn has come. Pure.
///
/// Only [Send] makes a request. Everything else costs the tenant's lane one permit for a moment and
/// one token, so a campaign that waits lets replies and other campaigns pass at the tenant's pace.
sealed interface Turn {

  /// The longest wait kept in memory, where it pins the offset. What waits longer is parked, which
  /// costs two appends.
  Duration LANE_WAIT_MAX = Duration.ofSeconds(10);

  /// The code of free text that nobody would take any more.
  String WINDOW_CLOSED = "window-closed";

  String CANCELLED = "campaign cancelled";
  String OPTED_OUT = "opted out";

  /// It is sent now.
  record Send() implements Turn {}

  /// It waits in its lane and gets another turn.
  record WaitInLane(Duration delay) implements Turn {}

  /// It waits in the topic of parked messages.
  ///
  /// @param notBefore when it may come back; it waits longer while its campaign is paused
  record Park(Instant notBefore) implements Turn {}

  /// It is not sent, and rightly so.
  record Skip(String reason) implements Turn {}

  /// It cannot be sent any more.
  record Fail(String code, String reason) implements Turn {}

  /// @param standing of the message's campaign
  /// @param optedOut whether the recipient takes no campaigns; replies are sent all the same
  static Turn of(OutboundMessage message, Standing standing, boolean optedOut, Instant now) {
    return switch (standing) {
      case SKIP -> new Skip(CANCELLED);
      case SEND, WAIT ->
          optedOut && message.campaign() != null
              ? new Skip(OPTED_OUT)
              : standing == Standing.WAIT ? new Park(now) : byTime(message, now);
    };
  }

  /// Free text whose first possible moment lies behind the window fails at once: it would then.
  private static Turn byTime(OutboundMessage message, Instant now) {
    Instant earliest = message.sendTimes().earliest(now);
    if (isFree(message.body()) && message.sendTimes().isTooLateForText(earliest)) {
      return new Fail(
          WINDOW_CLOSED,
          "the customer's last message is more than 24 hours ago:"
              + " the channel takes templates only until the next one");
    }
    if (!earliest.isAfter(now)) {
      return new Send();
    }
    Duration wait = Duration.between(now, earliest);
    return wait.compareTo(LANE_WAIT_MAX) < 0 ? new WaitInLane(wait) : new Park(earliest);
  }

  private static boolean isFree(Body body) {
    return !(body instanceof Body.Template);
  }
}
