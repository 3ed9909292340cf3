package dev.sluice.enrichers.embedded;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The examples themselves, and how near a message must come to one of them to belong to any topic.
/// Immutable.
///
/// One near example tells more than the middle of a topic: with as many lines turned away that
/// belong, more are that do not.
final class Neighbours {

  /// Examples kept, evenly from all topics: 0.3 ms for a message that is near to none of them. Of
  /// more topics than these, one of each.
  static final int COMPARED_MAX = 2_000;

  /// The share of messages that belong and may be turned away all the same.
  private static final double LOST = 0.01;

  /// Fewer examples do not show how near the farthest one in a hundred is.
  private static final int EXAMPLES_TO_COUNT = (int) (1 / LOST);

  /// How far below the mean of fewer examples a message may be, in standard deviations. Of a normal
  /// distribution half a hundredth lies below; that of lines has a longer tail: one in a hundred.
  private static final double DEVIATIONS = 2.58;

  /// With fewer examples their mean and deviation are chance.
  private static final int EXAMPLES_TO_TELL = 20;

  /// Near enough where the examples are too few to tell: about what topics with two or three lines
  /// come to.
  private static final double NEAR = 0.35;

  /// The nearest of some hundred lines about nothing in common comes to 0.2 to 0.3, lines that say
  /// the same to 0.6 and more: a threshold outside of these would keep everything or nothing.
  private static final double THRESHOLD_MIN = 0.3;

  private static final double THRESHOLD_MAX = 0.6;

  /// By topic.
  private final Rounded[][] examples;

  private final double threshold;

  private Neighbours(Rounded[][] examples, double threshold) {
    this.examples = examples;
    this.threshold = threshold;
  }

  /// A vector in a quarter of the space; cosines are right to 0.01.
  private static final class Rounded {

    private final byte[] parts;
    private final double unit;

    private Rounded(byte[] parts, double unit) {
      this.parts = parts;
      this.unit = unit;
    }

    static Rounded of(float[] vector) {
      float most = 0;
      for (float part : vector) {
        most = Math.max(most, Math.abs(part));
      }
      double unit = most == 0 ? 1 : most / Byte.MAX_VALUE;
      byte[] parts = new byte[vector.length];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = (byte) Math.round(vector[i] / unit);
      }
      return new Rounded(parts, unit);
    }

    double cosine(Rounded other) {
      byte[] others = other.parts;
      int sum = 0;
      for (int i = 0; i < parts.length; i++) {
        sum += parts[i] * others[i];
      }
      return sum * unit * other.unit;
    }
  }

  static Neighbours of(LogisticHead.Examples examples) {
    int share = Math.max(1, COMPARED_MAX / examples.classes());
    int[] taken = new int[examples.classes()];
    Rounded[] compared = new Rounded[examples.size()];
    int[] labels = new int[examples.size()];
    int size = 0;
    for (int i = 0; i < examples.size(); i++) {
      if (taken[examples.label(i)]++ < share) {
        labels[size] = examples.label(i);
        compared[size++] = Rounded.of(examples.vector(i));
      }
    }
    Rounded[] kept = Arrays.copyOf(compared, size);
    return new Neighbours(
        byTopic(kept, labels, examples.classes()),
        share == 1 ? NEAR : threshold(kept, labels, examples.counts()));
  }

  private static Rounded[][] byTopic(Rounded[] examples, int[] labels, int topics) {
    return IntStream.range(0, topics)
        .mapToObj(
            topic ->
                IntStream.range(0, examples.length)
                    .filter(i -> labels[i] == topic)
                    .mapToObj(i -> examples[i])
                    .toArray(Rounded[]::new))
        .toArray(Rounded[][]::new);
  }

  /// How near each example is to the nearest of the others, as if it were new, tells how near
  /// messages that belong will be. An example that is alone in its topic has nothing to be near to
  /// and is left out.
  private static double threshold(Rounded[] examples, int[] labels, int[] counts) {
    double[] nearest = new double[examples.length];
    Arrays.fill(nearest, -1);
    for (int i = 0; i < examples.length; i++) {
      for (int j = 0; j < i; j++) {
        double cosine = examples[i].cosine(examples[j]);
        nearest[i] = Math.max(nearest[i], cosine);
        nearest[j] = Math.max(nearest[j], cosine);
      }
    }
    double[] told =
        IntStream.range(0, nearest.length)
            .filter(i -> counts[labels[i]] > 1)
            .mapToDouble(i -> nearest[i])
            .sorted()
            .toArray();
    if (told.length < EXAMPLES_TO_TELL) {
      return NEAR;
    }
    double lowest =
        told.length < EXAMPLES_TO_COUNT ? lowestExpected(told) : told[(int) (LOST * told.length)];
    return Math.clamp(lowest, THRESHOLD_MIN, THRESHOLD_MAX);
  }

  /// The mean less the allowed deviation.
  private static double lowestExpected(double[] values) {
    double sum = 0;
    double squares = 0;
    for (double value : values) {
      sum += value;
      squares += value * value;
    }
    double mean = sum / values.length;
    return mean - DEVIATIONS * Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  }

  /// The highest cosine of a vector of length 1 to an example. From the threshold on it need not be
  /// the highest: the first topic with an example so near ends the search, and a message that
  /// belongs costs a few comparisons where one that does not costs all.
  ///
  /// @param likely the topic to begin with
  double nearness(float[] vector, int likely) {
    Rounded message = Rounded.of(vector);
    double nearest = nearness(message, examples[likely]);
    for (int topic = 0; topic < examples.length && nearest < threshold; topic++) {
      if (topic != likely) {
        nearest = Math.max(nearest, nearness(message, examples[topic]));
      }
    }
    return nearest;
  }

  private static double nearness(Rounded message, Rounded[] examples) {
    double nearest = -1;
    for (Rounded example : examples) {
      nearest = Math.max(nearest, example.cosine(message));
    }
    return nearest;
  }

  /// The nearness below which a message belongs to no topic.
  double threshold() {
    return threshold;
  }
}
