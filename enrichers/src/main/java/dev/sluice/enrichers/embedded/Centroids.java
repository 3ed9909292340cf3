package dev.sluice.enrichers.embedded;

import java.util.Arrays;

/// The middle of each topic's examples, and how near a message must come to one to belong to any.
/// Immutable.
final class Centroids {

  /// The share of the examples themselves that would be turned away if they were new. Measured on
  /// questions to a bank: a twentieth costs three points of accuracy among messages that do belong,
  /// a fiftieth one, and turns away 85 to 91 % of lines to other companies.
  private static final double TURNED_AWAY = 0.02;

  /// With fewer examples the farthest of them is chance.
  private static final int EXAMPLES_TO_TELL = 20;

  /// Near enough where the examples are too few to tell: about what topics with two or three lines
  /// come to.
  private static final double NEAR = 0.35;

  /// Lines about nothing in common come to 0.1 to 0.2, lines that say the same to 0.5 and more: a
  /// threshold outside of these would keep everything or nothing.
  private static final double THRESHOLD_MIN = 0.2;

  private static final double THRESHOLD_MAX = 0.6;

  private final float[][] centres;
  private final double threshold;

  private Centroids(float[][] centres, double threshold) {
    this.centres = centres;
    this.threshold = threshold;
  }

  static Centroids of(LogisticHead.Examples examples) {
    float[][] sums = new float[examples.classes()][examples.vector(0).length];
    for (int i = 0; i < examples.size(); i++) {
      Vectors.add(sums[examples.label(i)], examples.vector(i), 1);
    }
    float[][] centres = Arrays.stream(sums).map(Vectors::unit).toArray(float[][]::new);
    return new Centroids(centres, threshold(examples, sums, centres));
  }

  /// The cosine that a fiftieth of the examples stay below, each compared as if it were new: with
  /// its own topic's middle without it. An example that is alone in its topic has nothing to be
  /// compared with and is left out.
  private static double threshold(
      LogisticHead.Examples examples, float[][] sums, float[][] centres) {
    int[] counts = examples.counts();
    double[] nearest = new double[examples.size()];
    int told = 0;
    for (int i = 0; i < examples.size(); i++) {
      if (counts[examples.label(i)] > 1) {
        nearest[told++] = asIfNew(examples.vector(i), examples.label(i), sums, centres);
      }
    }
    if (told < EXAMPLES_TO_TELL) {
      return NEAR;
    }
    Arrays.sort(nearest, 0, told);
    double found = nearest[(int) (TURNED_AWAY * told)];
    return Math.clamp(found, THRESHOLD_MIN, THRESHOLD_MAX);
  }

  private static double asIfNew(float[] vector, int own, float[][] sums, float[][] centres) {
    float[] others = sums[own].clone();
    Vectors.add(others, vector, -1);
    double nearest = Vectors.dot(Vectors.unit(others), vector);
    for (int k = 0; k < centres.length; k++) {
      if (k != own) {
        nearest = Math.max(nearest, Vectors.dot(centres[k], vector));
      }
    }
    return nearest;
  }

  /// The highest cosine of a vector to a topic's middle.
  double nearness(float[] vector) {
    double nearest = -1;
    for (float[] centre : centres) {
      nearest = Math.max(nearest, Vectors.dot(centre, vector));
    }
    return nearest;
  }

  /// The nearness below which a message belongs to no topic.
  double threshold() {
    return threshold;
  }
}
