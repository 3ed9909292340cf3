package dev.sluice.dispatcher;

import dev.sluice.lanes.LaneLimits;
import dev.sluice.lanes.Rate;

/// How much of a tenant's window a dispatcher may use, by what it owns of the tenant.
///
/// The parts of two owners never add up to more than the whole, so the window and the rate hold for
/// the cluster without a lock. Replies get what is reserved for them, one at least; a window of 1
/// cannot be parted, and only there each of two owners has one.
enum WindowShare {
  /// Both partitions, or none: nothing is sent then.
  WHOLE,
  /// The campaigns, while somebody else sends the replies.
  CAMPAIGNS,
  /// The replies, while somebody else sends the campaigns.
  REPLIES;

  static WindowShare of(boolean campaigns, boolean replies) {
    if (campaigns == replies) {
      return WHOLE;
    }
    return campaigns ? CAMPAIGNS : REPLIES;
  }

  /// This part of what a tenant may do; the queue stays as long as it is.
  LaneLimits of(LaneLimits whole) {
    int forReplies = Math.max(1, whole.reservedForInteractive());
    return switch (this) {
      case WHOLE -> whole;
      case CAMPAIGNS -> part(whole, Math.max(1, whole.window() - forReplies));
      case REPLIES -> part(whole, forReplies);
    };
  }

  /// Rate and burst are parted as the permits are; a burst of one is the least there is.
  private static LaneLimits part(LaneLimits whole, int permits) {
    Rate rate = whole.rate();
    if (rate == null) {
      return new LaneLimits(permits, whole.queued(), 0, null);
    }
    double part = (double) permits / whole.window();
    double perSecond = Math.max(Rate.MIN_PER_SECOND, rate.perSecond() * part);
    int burst = Math.max(1, (int) (rate.burst() * part));
    return new LaneLimits(permits, whole.queued(), 0, new Rate(perSecond, burst));
  }
}
