package dev.sluice.dispatcher.books;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// How many messages of each campaign are unaccounted for, as of the last look at it.
///
/// More outcomes than messages count at once. Messages without an outcome count when their campaign
/// is at rest, and only if the look before saw the very same: whatever was under way between the
/// facts of one look has then had the time between two to arrive. Pure; not thread-safe.
final class RestCheck {

  private final Map<String, Look> suspected = new HashMap<>();
  private final Map<String, Long> unaccounted = new HashMap<>();

  /// What a look at a campaign at rest saw.
  ///
  /// @param end of the tenant's topic
  private record Look(long end, long decided, long pending) {}

  /// Notes that a campaign is not at rest: its pending messages are somewhere.
  ///
  /// @return how many are unaccounted for
  long moving(CampaignCount count) {
    suspected.remove(count.campaign().key());
    return note(count, count.overcounted());
  }

  /// Notes that nothing of a campaign is under way, as far as could be seen.
  ///
  /// @param end of the tenant's topic
  /// @return how many are unaccounted for
  long atRest(CampaignCount count, long end) {
    Look look = new Look(end, count.decided(), count.pending());
    boolean twice = look.equals(suspected.put(count.campaign().key(), look));
    return note(count, twice ? count.overcounted() + count.pending() : count.overcounted());
  }

  /// Forgets every campaign but these.
  void retain(Set<String> keys) {
    suspected.keySet().retainAll(keys);
    unaccounted.keySet().retainAll(keys);
  }

  /// Those that are unaccounted for, by the key of their campaign; none that is 0.
  Map<String, Long> unaccounted() {
    return Map.copyOf(unaccounted);
  }

  private long note(CampaignCount count, long many) {
    String key = count.campaign().key();
    if (many == 0) {
      unaccounted.remove(key);
    } else {
      unaccounted.put(key, many);
    }
    return many;
  }
}
