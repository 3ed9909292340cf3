package dev.sluice.enrichers.embedded;

/// Tells classes apart by a weighted sum of a vector's numbers each: multinomial logistic
/// regression. Immutable; answers in microseconds.
final class LogisticHead {

  /// Weights by feature, then class; the last row is what speaks for a class by itself.
  private final float[] weights;

  private final int classes;

  LogisticHead(float[] weights, int classes) {
    this.weights = weights;
    this.classes = classes;
  }

  /// Examples to fit a head on.
  static final class Examples {
    private final float[][] vectors;
    private final int[] labels;
    private final int classes;

    /// @param vectors all of one dimension, at least one
    /// @param labels the class of each, from 0
    /// @param classes how many there are; each should have an example
    Examples(float[][] vectors, int[] labels, int classes) {
      if (vectors.length == 0 || vectors.length != labels.length) {
        throw new IllegalArgumentException(
            "%d vectors, %d labels: must be as many, at least one"
                .formatted(vectors.length, labels.length));
      }
      this.vectors = vectors;
      this.labels = labels;
      this.classes = classes;
    }

    int size() {
      return vectors.length;
    }

    int classes() {
      return classes;
    }

    float[] vector(int example) {
      return vectors[example];
    }

    int label(int example) {
      return labels[example];
    }

    int[] counts() {
      int[] counts = new int[classes];
      for (int label : labels) {
        counts[label]++;
      }
      return counts;
    }
  }

  /// Multiplications that fitting may cost, in units of a vector's length: some 15 s on one core.
  /// 77 topics with 20 lines take 0.12 million an iteration and end by themselves after a hundred.
  private static final long WORK_MAX = 100_000_000;

  /// Far more than fitting ever needs to come to rest.
  private static final int ITERATIONS_MAX = 500;

  /// The first steps lead from nothing to about the nearest class centre; those are always taken.
  private static final int ITERATIONS_MIN = 5;

  /// Fits a head: every class counts the same however many examples it has. The same examples in
  /// the same order give the same head.
  ///
  /// @param freedom how far the examples may pull the weights from zero, above 0: the inverse `C`
  ///   of the strength of the L2 penalty
  static LogisticHead fit(Examples examples, double freedom) {
    Loss loss = new Loss(examples, freedom);
    long perIteration = (long) examples.size() * examples.classes();
    int iterations =
        (int) Math.clamp(WORK_MAX / perIteration, ITERATIONS_MIN, (long) ITERATIONS_MAX);
    double[] fitted = Lbfgs.minimum(loss, loss.size(), iterations);
    float[] weights = new float[fitted.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) fitted[i];
    }
    return new LogisticHead(weights, examples.classes());
  }

  /// What fitting minimises.
  static Lbfgs.Function loss(Examples examples, double freedom) {
    return new Loss(examples, freedom);
  }

  /// The probability of each class; together 1.
  double[] probabilities(float[] vector) {
    double[] scores = new double[classes];
    for (int feature = 0; feature <= vector.length; feature++) {
      double value = feature < vector.length ? vector[feature] : 1;
      int row = feature * classes;
      for (int k = 0; k < classes; k++) {
        scores[k] += value * weights[row + k];
      }
    }
    softmax(scores);
    return scores;
  }

  /// Turns scores into probabilities in place and tells the logarithm of what they were divided by.
  private static double softmax(double[] scores) {
    double most = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      most = Math.max(most, score);
    }
    double sum = 0;
    for (int k = 0; k < scores.length; k++) {
      scores[k] = Math.exp(scores[k] - most);
      sum += scores[k];
    }
    for (int k = 0; k < scores.length; k++) {
      scores[k] /= sum;
    }
    return most + Math.log(sum);
  }

  /// How badly weights explain the examples: the mean of the negative log-likelihood, each class
  /// with the same share, plus the L2 penalty on all weights but the last row.
  private static final class Loss implements Lbfgs.Function {

    private final Examples examples;
    private final int dimensions;
    private final int classes;
    private final double penalty;
    private final double[] share;

    Loss(Examples examples, double freedom) {
      this.examples = examples;
      this.dimensions = examples.vector(0).length;
      this.classes = examples.classes();
      this.penalty = 1 / (freedom * examples.size());
      int[] counts = examples.counts();
      this.share = new double[classes];
      for (int k = 0; k < classes; k++) {
        share[k] = counts[k] == 0 ? 0 : 1.0 / ((double) classes * counts[k]);
      }
    }

    int size() {
      return (dimensions + 1) * classes;
    }

    @Override
    public double at(double[] weights, double[] gradient) {
      double loss = 0;
      int penalised = dimensions * classes;
      for (int i = 0; i < penalised; i++) {
        loss += 0.5 * penalty * weights[i] * weights[i];
        gradient[i] = penalty * weights[i];
      }
      for (int k = 0; k < classes; k++) {
        gradient[penalised + k] = 0;
      }
      double[] scores = new double[classes];
      for (int example = 0; example < examples.size(); example++) {
        loss += add(examples.vector(example), examples.label(example), weights, gradient, scores);
      }
      return loss;
    }

    private double add(
        float[] vector, int label, double[] weights, double[] gradient, double[] scores) {
      int last = dimensions * classes;
      System.arraycopy(weights, last, scores, 0, classes);
      for (int feature = 0; feature < dimensions; feature++) {
        double value = vector[feature];
        int row = feature * classes;
        for (int k = 0; k < classes; k++) {
          scores[k] += value * weights[row + k];
        }
      }
      double own = scores[label];
      double loss = share[label] * (softmax(scores) - own);
      scores[label] -= 1;
      for (int k = 0; k < classes; k++) {
        scores[k] *= share[label];
        gradient[last + k] += scores[k];
      }
      for (int feature = 0; feature < dimensions; feature++) {
        double value = vector[feature];
        int row = feature * classes;
        for (int k = 0; k < classes; k++) {
          gradient[row + k] += value * scores[k];
        }
      }
      return loss;
    }
  }
}
