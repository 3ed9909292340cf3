package dev.sluice.launcher.demo;

import static java.util.stream.Collectors.toMap;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What became of acknowledged messages: a pure comparison of three lists.
///
/// The inbox's primary key would hide a message the topology let through twice, so the records of
/// the topic `inbox` are counted beside its rows.
///
/// @param expected different messages that were acknowledged
/// @param received how many of them are in the inbox
/// @param lost acknowledged, and not both in the inbox and in its topic
/// @param duplicated superfluous: every record or row of an id beyond its first
/// @param outOfOrder behind a message of their own thread that was sent after them
/// @param unexpected in the inbox or its topic, and never sent
record DeliveryCheck(
    int expected, int received, int lost, int duplicated, int outOfOrder, int unexpected) {

  /// @param acknowledged each message once
  /// @param stored rows of the inbox, in any order
  /// @param records how often each message stands in the topic `inbox`
  static DeliveryCheck of(
      List<AcknowledgedMessage> acknowledged,
      List<StoredMessage> stored,
      Map<MessageKey, Integer> records) {
    Map<MessageKey, AcknowledgedMessage> sent =
        acknowledged.stream().collect(toMap(AcknowledgedMessage::key, message -> message));
    Set<MessageKey> rows = new HashSet<>();
    stored.forEach(message -> rows.add(message.key()));
    Set<MessageKey> complete = new HashSet<>(rows);
    complete.retainAll(records.keySet());

    Set<MessageKey> seen = new HashSet<>(rows);
    seen.addAll(records.keySet());
    int unexpected = (int) seen.stream().filter(key -> !sent.containsKey(key)).count();
    int received = (int) rows.stream().filter(sent::containsKey).count();
    int lost = (int) sent.keySet().stream().filter(key -> !complete.contains(key)).count();
    int superfluousRows = stored.size() - rows.size();
    int superfluousRecords = records.values().stream().mapToInt(count -> count - 1).sum();
    return new DeliveryCheck(
        sent.size(),
        received,
        lost,
        superfluousRows + superfluousRecords,
        outOfOrder(sent, stored),
        unexpected);
  }

  /// Whether every acknowledged message is there, once, and nothing else.
  boolean isComplete() {
    return lost == 0 && received == expected;
  }

  private static int outOfOrder(
      Map<MessageKey, AcknowledgedMessage> sent, List<StoredMessage> stored) {
    Map<String, Integer> furthest = new HashMap<>();
    int behind = 0;
    List<StoredMessage> bySeq =
        stored.stream().sorted(Comparator.comparingLong(StoredMessage::seq)).toList();
    for (StoredMessage message : bySeq) {
      AcknowledgedMessage original = sent.get(message.key());
      if (original != null) {
        String thread = message.key().tenant() + "/" + original.conversation();
        int before = furthest.getOrDefault(thread, -1);
        if (original.position() < before) {
          behind++;
        }
        furthest.put(thread, Math.max(before, original.position()));
      }
    }
    return behind;
  }
}
