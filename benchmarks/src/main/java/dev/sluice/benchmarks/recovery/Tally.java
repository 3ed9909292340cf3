package dev.sluice.benchmarks.recovery;

import dev.sluice.benchmarks.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What became of the messages that were sent.
///
/// @param outOfOrder messages that came after a later one of their conversation
record Tally(int sent, int lost, int duplicated, int outOfOrder) {

  static Tally of(int sent, List<Outputs.Output> outputs) {
    Set<String> seen = new HashSet<>();
    Map<String, Integer> latest = new HashMap<>();
    int duplicated = 0;
    int outOfOrder = 0;
    for (Outputs.Output output : outputs) {
      if (!seen.add(output.tenant() + "/" + output.number())) {
        duplicated++;
      }
      String conversation = output.tenant() + "/" + output.number() % Feed.CONVERSATIONS;
      Integer before = latest.put(conversation, output.number());
      if (before != null && before > output.number()) {
        outOfOrder++;
      }
    }
    return new Tally(sent, sent - seen.size(), duplicated, outOfOrder);
  }

  List<Target> targets(String part) {
    return List.of(
        Target.none("%s: lost, of %,d".formatted(part, sent), lost, "messages"),
        Target.none("%s: duplicated".formatted(part), duplicated, "messages"),
        Target.none("%s: out of order".formatted(part), outOfOrder, "messages"));
  }

  @Override
  public String toString() {
    return "%,d messages: %d lost, %d duplicated, %d out of order"
        .formatted(sent, lost, duplicated, outOfOrder);
  }
}
