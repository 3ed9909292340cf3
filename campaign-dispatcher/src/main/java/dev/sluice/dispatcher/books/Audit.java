package dev.sluice.dispatcher.books;

import dev.sluice.schemas.Campaign;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One look at where the messages of a campaign are: what was appended, against what is decided,
/// pending or parked. It counts from another source than [CampaignBooks], which believes the total.
///
/// A message is never seen nowhere while the system moves, when the facts are gathered in this
/// order:
/// 1. the dispatchers' committed position;
/// 2. what is parked: the committed position of those who move it, then the topic from there on;
/// 3. the end of the tenant's topic;
/// 4. the outcomes;
/// 5. the tenant's topic up to that end.
///
/// For take a message whose record is finished by 1. Its outcome or its parked copy was stored
/// before that. An outcome is found by 4. A parked copy is found by 2, or it was moved before 2,
/// together with the position, into a new record of the tenant's topic: that one lies before the
/// end of 3, and either it is pending by 1 or the same is true of it. What is left is the moment in
/// which a moved message's position is visible and its record is not yet: hence a second look, see
/// [#confirms].
///
/// Pure; not thread-safe.
final class Audit {

  private static final int OFFSETS_SHOWN = 20;

  private final MessageHash hash = new MessageHash();
  private final Campaign campaign;
  private final WorkPosition position;
  private final IdTable decided = new IdTable();
  private final IdTable parked = new IdTable();
  private final IdTable places = new IdTable();
  private final long[] counts = new long[Place.values().length];

  /// Of messages that are nowhere, their latest record's offset.
  private final Map<Long, Long> suspects = new LinkedHashMap<>();

  /// Where a message can be; a message of several records is at the first of its records' places.
  private enum Place {
    UNSEEN(0),
    DECIDED(1),
    PENDING(2),
    PARKED(3),
    NOWHERE(4);

    final int number;

    Place(int number) {
      this.number = number;
    }
  }

  /// @param position of 1
  Audit(Campaign campaign, WorkPosition position) {
    this.campaign = campaign;
    this.position = position;
  }

  /// Notes a parked message; before any that was appended.
  void parked(String messageId) {
    parked.put(hash.of(messageId), 1);
  }

  /// Notes a message with an outcome; before any that was appended.
  void decided(String messageId) {
    decided.put(hash.of(messageId), 1);
  }

  /// Notes a record of the tenant's topic.
  void appended(String messageId, long offset) {
    long id = hash.of(messageId);
    Place place = placeOf(id, offset);
    int before = places.get(id);
    if (before != Place.UNSEEN.number && before < place.number) {
      return;
    }
    counts[before]--;
    counts[place.number]++;
    places.put(id, place.number);
    if (place == Place.NOWHERE) {
      suspects.put(id, offset);
    } else {
      suspects.remove(id);
    }
  }

  /// Whether anything is nowhere.
  boolean isSuspicious() {
    return !suspects.isEmpty();
  }

  /// What this look says, with nothing nowhere but what was nowhere at the first look, too.
  AuditReport confirms(Audit first) {
    suspects.keySet().retainAll(first.suspects.keySet());
    return report();
  }

  AuditReport report() {
    long appended = places.size();
    long known = appended - counts[Place.DECIDED.number] + decided.size();
    long total = campaign.total();
    List<Long> offsets = suspects.values().stream().limit(OFFSETS_SHOWN).toList();
    return new AuditReport(
        campaign,
        appended,
        decided.size(),
        counts[Place.PENDING.number],
        counts[Place.PARKED.number],
        suspects.size(),
        offsets,
        Math.max(0, total - known),
        total == 0 ? 0 : Math.max(0, decided.size() - total));
  }

  private Place placeOf(long id, long offset) {
    if (decided.contains(id)) {
      return Place.DECIDED;
    }
    if (position.isPending(offset)) {
      return Place.PENDING;
    }
    return parked.contains(id) ? Place.PARKED : Place.NOWHERE;
  }
}
