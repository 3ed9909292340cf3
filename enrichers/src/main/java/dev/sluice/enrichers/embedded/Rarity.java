package dev.sluice.enrichers.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How rare word pieces are among lines: each counts the more, the fewer lines hold it. Immutable.
final class Rarity {

  /// By piece, how many lines hold it.
  private final Map<Integer, Integer> counts;

  private final int lines;

  private Rarity(Map<Integer, Integer> counts, int lines) {
    this.counts = counts;
    this.lines = lines;
  }

  /// Learns from lines; from none, that all pieces are as rare.
  static Rarity of(List<Tokens> lines) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (Tokens line : lines) {
      for (int piece : line.pieceIds()) {
        counts.merge(piece, 1, Integer::sum);
      }
    }
    return new Rarity(counts, lines.size());
  }

  /// Whether a line holds a piece.
  boolean knows(int piece) {
    return counts.containsKey(piece);
  }

  /// What a piece counts: 1 when every line holds it, the most when none does.
  float weightOf(int piece) {
    return (float) (1 + Math.log((1.0 + lines) / (1 + counts.getOrDefault(piece, 0))));
  }

  /// What each token of a text counts. Its frame counts as little as the commonest piece between.
  float[] along(Tokens text) {
    int[] ids = text.ids();
    float[] weights = new float[ids.length];
    float least = Float.POSITIVE_INFINITY;
    for (int i = 1; i < ids.length - 1; i++) {
      weights[i] = weightOf(ids[i]);
      least = Math.min(least, weights[i]);
    }
    float frame = Float.isInfinite(least) ? 1 : least;
    weights[0] = frame;
    weights[weights.length - 1] = frame;
    return weights;
  }

  /// Tells apart what was learned, for a version.
  String fingerprint() {
    return lines + " " + new TreeMap<>(counts);
  }
}
