package dev.sluice.benchmarks.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What became of a campaign at the provider. Pure.
///
/// @param expected messages
/// @param missing never accepted
/// @param repeated arrivals beyond the first of each message
/// @param foreign arrivals of messages nobody sent
/// @param peak most of them under way at once
/// @param firstNanos when the first arrived
/// @param lastNanos when the last answer was ready
record Sent(
    int expected,
    int missing,
    int repeated,
    int foreign,
    int peak,
    long firstNanos,
    long lastNanos) {

  private static final double NANOS = 1e9;

  /// @param visits at the account, other campaigns' included: those are left out by `prefix`
  /// @param prefix with which the ids of this campaign's messages begin, and no others'
  static Sent of(List<String> expected, String prefix, List<Visit> visits) {
    Map<String, Integer> arrivals = new HashMap<>();
    Map<String, Boolean> accepted = new HashMap<>();
    List<Visit> own = new ArrayList<>();
    expected.forEach(id -> arrivals.put(id, 0));
    int foreign = 0;
    for (Visit visit : visits) {
      String id = visit.messageId();
      if (!id.startsWith(prefix)) {
        continue;
      }
      own.add(visit);
      if (arrivals.computeIfPresent(id, (known, times) -> times + 1) == null) {
        foreign++;
      }
      accepted.merge(id, visit.accepted(), Boolean::logicalOr);
    }
    int missing = (int) expected.stream().filter(id -> !accepted.getOrDefault(id, false)).count();
    int repeated = arrivals.values().stream().mapToInt(times -> Math.max(0, times - 1)).sum();
    return new Sent(
        expected.size(),
        missing,
        repeated,
        foreign,
        Visit.peak(own),
        own.stream().mapToLong(Visit::arrivedNanos).min().orElse(0),
        own.stream().filter(it -> !it.isOpen()).mapToLong(Visit::leftNanos).max().orElse(0));
  }

  /// From the first arrival to the last answer.
  double seconds() {
    return (lastNanos - firstNanos) / NANOS;
  }

  /// How many messages were not sent exactly once.
  int wrong() {
    return missing + repeated + foreign;
  }

  /// A cell of a table.
  static String cell(List<Sent> all) {
    int expected = all.stream().mapToInt(Sent::expected).sum();
    int wrong = all.stream().mapToInt(Sent::wrong).sum();
    return wrong == 0
        ? "%,d, each once".formatted(expected)
        : "%,d: %d missing, %d repeated, %d of nobody"
            .formatted(
                expected,
                all.stream().mapToInt(Sent::missing).sum(),
                all.stream().mapToInt(Sent::repeated).sum(),
                all.stream().mapToInt(Sent::foreign).sum());
  }
}
