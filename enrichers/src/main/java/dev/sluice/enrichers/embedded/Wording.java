package dev.sluice.enrichers.embedded;

import java.util.Arrays;
import java.util.List;

/// The words of a text as numbers, to stand beside the encoder's vector of it: two questions with
/// much the same meaning may differ in the one word that decides their topic.
///
/// Each word piece of the examples counts the more, the fewer of them hold it; others count
/// nothing. Pieces share places by hash, with a sign each, so that the head stays small. Immutable.
final class Wording {

  /// Places: with half as many, pieces that share one cost what the words bring.
  static final int DIMENSIONS = 256;

  /// The length of the words' part; the encoder's has length 1. Chosen by lines held back from the
  /// examples; with 0.5 and more the words begin to drown the meaning.
  private static final float LENGTH = 0.3f;

  private static final int SIGN = 1 << 20;

  private final Rarity rarity;

  private Wording(Rarity rarity) {
    this.rarity = rarity;
  }

  /// Learns which word pieces are rare among lines.
  static Wording of(List<Tokens> lines) {
    return new Wording(Rarity.of(lines));
  }

  /// The encoder's vector of a text followed by its words. Without a known word these are zero.
  float[] beside(float[] vector, Tokens tokens) {
    float[] words = new float[DIMENSIONS];
    for (int piece : tokens.pieceIds()) {
      if (rarity.knows(piece)) {
        float weight = rarity.weightOf(piece);
        int hash = hash(piece);
        words[hash & (DIMENSIONS - 1)] += (hash & SIGN) == 0 ? -weight : weight;
      }
    }
    float[] both = Arrays.copyOf(vector, vector.length + DIMENSIONS);
    float[] unit = Vectors.unit(words);
    for (int i = 0; i < DIMENSIONS; i++) {
      both[vector.length + i] = LENGTH * unit[i];
    }
    return both;
  }

  /// Spreads neighbouring numbers (the first rounds of MurmurHash3's finalizer, other constants).
  private static int hash(int piece) {
    int hash = piece * 0x9E3779B1;
    hash ^= hash >>> 15;
    hash *= 0x85EBCA6B;
    return hash ^ (hash >>> 13);
  }
}
