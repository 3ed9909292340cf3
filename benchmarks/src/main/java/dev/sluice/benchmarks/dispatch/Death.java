package dev.sluice.benchmarks.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a SIGKILL of the only dispatcher cost. Pure.
///
/// @param inFlight requests under way when it came
/// @param recent requests that were answered in the [#WINDOW_NANOS] before
/// @param repeated further requests about messages that had arrived in the life it ended
record Death(int inFlight, int recent, int repeated) {

  /// The interval of the dispatcher's commits: what finished since the last one is sent again.
  static final long WINDOW_NANOS = 100_000_000;

  /// When a dispatcher was killed.
  ///
  /// @param atNanos when the signal was sent
  /// @param deadNanos when it was dead
  record Kill(long atNanos, long deadNanos) {}

  /// What may be repeated.
  int bound() {
    return inFlight + recent;
  }

  /// @param kills in order
  static List<Death> of(List<Kill> kills, List<Visit> visits) {
    int[] repeated = repeated(kills, visits);
    List<Death> deaths = new ArrayList<>();
    for (int i = 0; i < kills.size(); i++) {
      Kill kill = kills.get(i);
      int inFlight = 0;
      int recent = 0;
      for (Visit visit : visits) {
        if (visit.arrivedNanos() <= kill.deadNanos && visit.leftNanos() > kill.atNanos) {
          inFlight++;
        } else if (visit.leftNanos() <= kill.atNanos
            && visit.leftNanos() > kill.atNanos - WINDOW_NANOS) {
          recent++;
        }
      }
      deaths.add(new Death(inFlight, recent, repeated[i]));
    }
    return deaths;
  }

  /// Each arrival beyond a message's first counts for the kill that ended the life in which it had
  /// arrived before, however long it was held since.
  private static int[] repeated(List<Kill> kills, List<Visit> visits) {
    int[] repeated = new int[kills.size()];
    Map<String, Long> before = new HashMap<>();
    List<Visit> inOrder = new ArrayList<>(visits);
    inOrder.sort(Comparator.comparingLong(Visit::arrivedNanos));
    for (Visit visit : inOrder) {
      Long earlier = before.put(visit.messageId(), visit.arrivedNanos());
      if (earlier != null) {
        int end = 0;
        while (end < kills.size() && kills.get(end).deadNanos < earlier) {
          end++;
        }
        if (end < kills.size() && kills.get(end).deadNanos <= visit.arrivedNanos()) {
          repeated[end]++;
        }
      }
    }
    return repeated;
  }
}
