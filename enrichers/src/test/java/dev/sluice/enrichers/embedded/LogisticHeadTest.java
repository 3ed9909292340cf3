package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.enrichers.embedded.LogisticHead.Examples;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticHeadTest {

  private static final int DIMENSIONS = 20;

  /// Clouds around random points of the unit sphere, `counts[k]` examples of class `k`.
  private static Examples clouds(long seed, double spread, int... counts) {
    Random centres = new Random(1);
    Random random = new Random(seed);
    int total = Arrays.stream(counts).sum();
    float[][] vectors = new float[total][];
    int[] labels = new int[total];
    int at = 0;
    for (int k = 0; k < counts.length; k++) {
      float[] centre = new float[DIMENSIONS];
      for (int i = 0; i < DIMENSIONS; i++) {
        centre[i] = (float) centres.nextGaussian();
      }
      for (int n = 0; n < counts[k]; n++, at++) {
        float[] vector = centre.clone();
        for (int i = 0; i < DIMENSIONS; i++) {
          vector[i] += (float) (spread * random.nextGaussian());
        }
        vectors[at] = Vectors.unit(vector);
        labels[at] = k;
      }
    }
    return new Examples(vectors, labels, counts.length);
  }

  private static int best(double[] probabilities) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      best = probabilities[k] > probabilities[best] ? k : best;
    }
    return best;
  }

  private static double accuracy(LogisticHead head, Examples examples) {
    int right = 0;
    for (int i = 0; i < examples.size(); i++) {
      right += best(head.probabilities(examples.vector(i))) == examples.label(i) ? 1 : 0;
    }
    return (double) right / examples.size();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 40})
  void shouldTellClassesApart(int classes) {
    // Given
    int[] counts = new int[classes];
    Arrays.fill(counts, 8);
    Examples examples = clouds(2, 0.5, counts);
    // When
    LogisticHead head = LogisticHead.fit(examples, 30);
    // Then
    assertThat(accuracy(head, clouds(3, 0.5, counts))).isGreaterThan(0.95);
  }

  @Test
  void shouldGiveProbabilities() {
    // Given
    Examples examples = clouds(2, 1, 10, 10, 10);
    // When
    double[] probabilities = LogisticHead.fit(examples, 10).probabilities(examples.vector(0));
    // Then
    assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-9));
    assertThat(Arrays.stream(probabilities).allMatch(p -> p > 0 && p < 1)).isTrue();
  }

  @Test
  void shouldGiveTheSameHeadEveryTime() {
    // Given
    Examples examples = clouds(2, 1, 10, 10, 10);
    float[] unseen = clouds(9, 1, 1).vector(0);
    // When
    double[] once = LogisticHead.fit(examples, 10).probabilities(unseen);
    // Then
    assertThat(LogisticHead.fit(examples, 10).probabilities(unseen)).isEqualTo(once);
  }

  @Test
  void shouldCountEveryClassTheSame() {
    // Given: two clouds on top of each other, one with fifty times the examples
    float[][] vectors = new float[51][];
    Arrays.fill(vectors, new float[] {1, 0});
    int[] labels = new int[51];
    labels[50] = 1;
    // When
    LogisticHead head = LogisticHead.fit(new Examples(vectors, labels, 2), 30);
    // Then
    assertThat(head.probabilities(new float[] {1, 0})[1]).isCloseTo(0.5, within(1e-3));
  }

  @Test
  void shouldComeToTheKnownOptimum() {
    // Given: weights w and -w, a score difference of 2w, and the loss ln(1 + exp(-2w)) + w²/2,
    // whose slope is zero where w = 2(1 - p)
    float[][] vectors = {{1}, {-1}};
    // When
    LogisticHead head = LogisticHead.fit(new Examples(vectors, new int[] {0, 1}, 2), 1);
    // Then
    double p = head.probabilities(vectors[0])[0];
    assertThat(Math.log(p / (1 - p))).isCloseTo(4 * (1 - p), within(1e-3));
  }

  @Test
  void shouldHaveTheSlopeThatItsLossHas() {
    // Given a point of no symmetry
    Examples examples = clouds(2, 1, 4, 7, 2);
    Lbfgs.Function loss = LogisticHead.loss(examples, 0.5);
    double[] point = new double[(DIMENSIONS + 1) * 3];
    Random random = new Random(5);
    Arrays.setAll(point, i -> random.nextGaussian());
    // When
    double[] slope = new double[point.length];
    loss.at(point, slope);
    // Then
    double step = 1e-5;
    double[] ignored = new double[point.length];
    for (int i = 0; i < point.length; i++) {
      double here = point[i];
      point[i] = here + step;
      double above = loss.at(point, ignored);
      point[i] = here - step;
      double below = loss.at(point, ignored);
      point[i] = here;
      assertThat(slope[i]).isCloseTo((above - below) / (2 * step), within(1e-7));
    }
  }

  @Test
  void shouldHoldTheOnlyClassForCertain() {
    // Given
    Examples examples = clouds(2, 1, 5);
    // When
    LogisticHead head = LogisticHead.fit(examples, 30);
    // Then
    assertThat(head.probabilities(examples.vector(0))).containsExactly(1);
  }

  @Test
  void shouldRefuseNoExamples() {
    assertThatThrownBy(() -> new Examples(new float[0][], new int[0], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 vectors, 0 labels: must be as many, at least one");
  }

  @Test
  void shouldFindTheMinimumOfAStretchedBowl() {
    // Given: curvatures from 1 to 10,000
    Lbfgs.Function bowl =
        (point, gradient) -> {
          double value = 0;
          for (int i = 0; i < point.length; i++) {
            double curvature = Math.pow(10, i);
            value += 0.5 * curvature * (point[i] - i) * (point[i] - i);
            gradient[i] = curvature * (point[i] - i);
          }
          return value;
        };
    // When
    double[] minimum = Lbfgs.minimum(bowl, 5, 200);
    // Then
    assertThat(minimum).containsExactly(new double[] {0, 1, 2, 3, 4}, within(1e-3));
  }
}
