package dev.sluice.dispatcher;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Paces campaigns that are to be slower than their tenant: each message gets a time slot when it
/// is handed over, one period after the one before it (the generic cell rate algorithm without a
/// burst). Waiting for the slot costs neither a permit nor a token of the tenant.
///
/// What a slow campaign means for another one behind it in the same topic: up to four windows of
/// records are in hand at once (see [PartitionPause]). While they all wait for slots of the slow
/// campaign nothing more is read, so what lies behind it begins when the slow campaign has come
/// down to that many, or is paused or cancelled. Campaigns handed over together with it are not
/// slowed, nor are replies, whose topic is another.
///
/// The rate holds for the cluster, since one dispatcher owns a tenant's campaigns. A retry keeps
/// its slot and takes no other. Thread-safe; the clock is the caller's.
final class CampaignRates {

  /// Campaigns remembered before those whose next slot has come are forgotten: such a one behaves
  /// as if it were new. 1,000 take 100 KB; paced campaigns under way are fewer.
  private static final int SWEEP_ABOVE = 1_000;

  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<String, Long> nextSlots = new HashMap<>();
  private int sweepAbove = SWEEP_ABOVE;

  /// Reserves the next slot of a campaign.
  ///
  /// @param perSecond the rate as it is now, above 0
  /// @return time from `nowNanos` to the slot
  synchronized Duration reserve(String campaign, double perSecond, long nowNanos) {
    forgetPast(nowNanos);
    Long next = nextSlots.get(campaign);
    long slot = next == null ? nowNanos : Math.max(next, nowNanos);
    nextSlots.put(campaign, slot + (long) Math.ceil(NANOS_PER_SECOND / perSecond));
    return Duration.ofNanos(slot - nowNanos);
  }

  /// Campaigns that hold memory.
  synchronized int remembered() {
    return nextSlots.size();
  }

  private void forgetPast(long nowNanos) {
    if (nextSlots.size() > sweepAbove) {
      nextSlots.values().removeIf(slot -> slot <= nowNanos);
      sweepAbove = Math.max(SWEEP_ABOVE, 2 * nextSlots.size());
    }
  }
}
