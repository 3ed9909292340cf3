package dev.sluice.benchmarks.enrichment;

import dev.sluice.benchmarks.Target;
import java.util.List;

/// How right a measurement was, beside how fast.
///
/// @param duplicated arrivals beyond the first of each message, and of messages nobody sent
/// @param outOfOrder arrivals after a later message of the same conversation
/// @param degraded arrivals without an answer of both models
record Correctness(int messages, int lost, int duplicated, int outOfOrder, int degraded) {

  boolean isPerfect() {
    return lost == 0 && duplicated == 0 && outOfOrder == 0 && degraded == 0;
  }

  /// A cell of a table.
  String cell() {
    return isPerfect()
        ? "%d, all once and in order".formatted(messages)
        : "%d: %d lost, %d doubled, %d out of order, %d degraded"
            .formatted(messages, lost, duplicated, outOfOrder, degraded);
  }

  /// What must not have happened in a part.
  List<Target> targets(String part) {
    return List.of(
        Target.none(
            "%s: lost, doubled or out of order, of %d".formatted(part, messages),
            (long) lost + duplicated + outOfOrder,
            "messages"),
        Target.none("%s: without the answer of a model".formatted(part), degraded, "messages"));
  }
}
