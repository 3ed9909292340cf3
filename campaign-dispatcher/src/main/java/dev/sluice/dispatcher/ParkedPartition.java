package dev.sluice.dispatcher;

import dev.sluice.dispatcher.CampaignView.Standing;
import dev.sluice.dispatcher.Parked.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// How far one partition of parked messages is looked at and moved.
///
/// Mostly it is *looked at*: read as it grows, nothing moved, only noted what its records wait for.
/// When something need not wait any longer there is a *lap*: everything from the first record not
/// moved up to what was the end when the lap began is moved, back to its tenant's topic or to the
/// end of this one. So what goes on never stands behind what waits, and memory holds campaigns, not
/// messages. Not thread-safe.
final class ParkedPartition {

  /// A quarter of the 8 days for which the topic keeps a record: a campaign may be paused for
  /// longer than those without losing a message.
  private static final Duration COPIED_AFTER = Duration.ofDays(2);

  /// Between the end of a lap and the next, at least: stragglers of a campaign that has just been
  /// resumed then share one. After a longer lap the rest is as long as the lap was, so that single
  /// messages whose time has come do not keep a large topic moving without end.
  private static final Duration LAP_REST = Duration.ofSeconds(1);

  private final Set<String> awaited = new HashSet<>();

  /// Campaigns with messages that wait for a time; cancelled, they need not.
  private final Set<String> timed = new HashSet<>();

  private long from;
  private long lapEnd;
  private Instant lapBegan = Instant.MIN;
  private boolean moving;
  private boolean somethingLeaves;
  private Instant soonest = Instant.MAX;
  private Instant restsUntil = Instant.MIN;

  /// @param from the first record that has not been moved
  ParkedPartition(long from) {
    this.from = from;
  }

  /// The first record that has not been moved.
  long from() {
    return from;
  }

  /// Whether records are to be moved; looked at otherwise.
  boolean isMoving() {
    return moving;
  }

  /// The first record that this lap leaves alone.
  long lapEnd() {
    return lapEnd;
  }

  /// Notes a record that was looked at.
  ///
  /// @param appendedAt when it was appended here
  void saw(Fate fate, Instant appendedAt) {
    switch (fate) {
      case Fate.Leave _ -> somethingLeaves = true;
      case Fate.WaitFor(String campaign) -> awaited.add(campaign);
      case Fate.WaitUntil(Instant time, String campaign) -> {
        noteTime(time);
        if (campaign != null) {
          timed.add(campaign);
        }
      }
    }
    noteTime(appendedAt.plus(COPIED_AFTER));
  }

  private void noteTime(Instant time) {
    soonest = time.isBefore(soonest) ? time : soonest;
  }

  /// Whether a lap is due.
  boolean wantsLap(CampaignView campaigns, Instant now) {
    return !moving
        && !now.isBefore(restsUntil)
        && (somethingLeaves
            || !now.isBefore(soonest)
            || awaited.stream().anyMatch(it -> campaigns.standing(it) != Standing.WAIT)
            || timed.stream().anyMatch(it -> campaigns.standing(it) == Standing.SKIP));
  }

  /// Begins a lap; the next record to be read is [#from].
  void beginLap(long end, Instant now) {
    lapBegan = now;
    moving = true;
    lapEnd = end;
    awaited.clear();
    timed.clear();
    somethingLeaves = false;
    soonest = Instant.MAX;
  }

  /// Notes that everything before an offset has been moved.
  void movedUpTo(long next) {
    from = next;
  }

  /// Notes how far has been read, which ends a lap that has come to its end.
  void readUpTo(long position, Instant now) {
    if (moving && position >= lapEnd) {
      moving = false;
      from = Math.max(from, lapEnd);
      Duration lap = Duration.between(lapBegan, now);
      restsUntil = now.plus(lap.compareTo(LAP_REST) > 0 ? lap : LAP_REST);
    }
  }
}
