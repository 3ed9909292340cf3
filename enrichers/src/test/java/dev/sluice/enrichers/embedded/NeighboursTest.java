package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.enrichers.embedded.LogisticHead.Examples;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighboursTest {

  /// Cosines are rounded.
  private static final double ROUNDING = 0.01;

  /// Numbers in a vector beyond those of the axes.
  private static final int NOISE = 10;

  /// Topics along the axes, each example off its axis by about `angle`.
  private static Examples axes(int topics, int each, double angle, long seed) {
    Random random = new Random(seed);
    float[][] vectors = new float[topics * each][];
    int[] labels = new int[topics * each];
    for (int i = 0; i < vectors.length; i++) {
      labels[i] = i / each;
      float[] vector = new float[topics + NOISE];
      vector[labels[i]] = 1;
      for (int j = topics; j < vector.length; j++) {
        vector[j] = (float) (angle * random.nextGaussian());
      }
      vectors[i] = Vectors.unit(vector);
    }
    return new Examples(vectors, labels, topics);
  }

  private static float[] unit(int size, float... head) {
    float[] vector = new float[size];
    System.arraycopy(head, 0, vector, 0, head.length);
    return Vectors.unit(vector);
  }

  @Test
  void shouldMeasureTheNearestExample() {
    // Given: two examples of one topic, whose middle is farther than either
    float[][] vectors = {unit(3, 1), unit(3, 0, 1)};
    Neighbours neighbours = Neighbours.of(new Examples(vectors, new int[] {0, 0}, 1));
    // When
    double nearness = neighbours.nearness(unit(3, 1, 0, 1), 0);
    // Then
    assertThat(nearness).isCloseTo(Math.sqrt(0.5), within(ROUNDING));
    assertThat(neighbours.nearness(unit(3, 0, 1), 0)).isCloseTo(1, within(ROUNDING));
    assertThat(neighbours.nearness(unit(3, 0, 0, -1), 0)).isCloseTo(0, within(ROUNDING));
    assertThat(neighbours.nearness(unit(3, -1, -1), 0)).isLessThan(-0.5);
  }

  /// A topic of two examples for each cosine, which they have to each other.
  private static Examples pairs(double... cosines) {
    int size = 2 * cosines.length;
    float[][] vectors = new float[size][size];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = i / 2;
      double cosine = i % 2 == 0 ? 0 : cosines[labels[i]];
      vectors[i][2 * labels[i]] = (float) cosine;
      vectors[i][i] = (float) Math.sqrt(1 - cosine * cosine);
    }
    return new Examples(vectors, labels, cosines.length);
  }

  @Test
  void shouldAllowForHowFarFewExamplesAreFromEachOther() {
    // Given: half of the pairs at a cosine of 0.6, half at 0.8
    double[] cosines = new double[20];
    Arrays.setAll(cosines, pair -> pair % 2 == 0 ? 0.6 : 0.8);
    // When
    Neighbours neighbours = Neighbours.of(pairs(cosines));
    // Then: the mean less 2.58 deviations
    assertThat(neighbours.threshold()).isCloseTo(0.7 - 2.58 * 0.1, within(ROUNDING));
  }

  @ParameterizedTest
  @CsvSource({"50, 0.4", "100, 0.45", "150, 0.45", "200, 0.5"})
  void shouldCountOutOneInAHundredOfManyExamples(int pairs, double expected) {
    // Given: of each cosine two examples, most at 0.9
    double[] cosines = new double[pairs];
    Arrays.fill(cosines, 0.9);
    System.arraycopy(new double[] {0.4, 0.45, 0.5}, 0, cosines, 0, 3);
    // When
    Neighbours neighbours = Neighbours.of(pairs(cosines));
    // Then
    assertThat(neighbours.threshold()).isCloseTo(expected, within(ROUNDING));
  }

  @ParameterizedTest
  @CsvSource({
    "30, 1, 'alone in their topics they are near to nothing'",
    "3, 6, 'eighteen tell nothing'",
    "1001, 2, 'one of each is compared'",
  })
  void shouldNotLearnNearnessFromTooLittle(int topics, int each, String reason) {
    // Given
    Examples examples = axes(topics, each, 0, 4);
    // When
    Neighbours neighbours = Neighbours.of(examples);
    // Then
    assertThat(neighbours.threshold()).as(reason).isEqualTo(0.35);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.6", "100, 0.3"})
  void shouldStayWithinReason(double angle, double expected) {
    // Given: all examples the same, or nothing in common
    float[][] vectors = new float[60][];
    int[] labels = new int[60];
    Random random = new Random(6);
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = new float[384];
      vectors[i][0] = 1;
      for (int j = 0; j < vectors[i].length; j++) {
        vectors[i][j] += (float) (angle * random.nextGaussian());
      }
      vectors[i] = Vectors.unit(vectors[i]);
    }
    // When
    Neighbours neighbours = Neighbours.of(new Examples(vectors, labels, 1));
    // Then
    assertThat(neighbours.threshold()).isEqualTo(expected);
  }

  @Test
  @Timeout(20)
  void shouldCompareABoundedNumberOfExamples() {
    // Given: of each topic the first examples on its axis, the last opposite
    int each = 10_000;
    float[][] vectors = new float[2 * each][];
    int[] labels = new int[2 * each];
    for (int i = 0; i < vectors.length; i++) {
      labels[i] = i / each;
      float[] vector = new float[384];
      vector[labels[i]] = i % each < Neighbours.COMPARED_MAX / 2 ? 1 : -1;
      vectors[i] = vector;
    }
    // When
    Neighbours neighbours = Neighbours.of(new Examples(vectors, labels, 2));
    // Then
    assertThat(neighbours.nearness(unit(384, 1), 0)).isCloseTo(1, within(ROUNDING));
    assertThat(neighbours.nearness(unit(384, 0, 1), 0)).isCloseTo(1, within(ROUNDING));
    assertThat(neighbours.nearness(unit(384, -1), 0)).isCloseTo(0, within(ROUNDING));
  }

  @Test
  void shouldAnswerAlikeWhereverItBegins() {
    // Given: messages between the topics and away from all of them
    Examples examples = axes(6, 8, 0.2, 9);
    Neighbours neighbours = Neighbours.of(examples);
    Random random = new Random(10);
    int belonging = 0;
    for (int message = 0; message < 200; message++) {
      float[] vector = new float[6 + NOISE];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (random.nextGaussian() * (i < message % 6 ? 1 : 0.3));
      }
      float[] unit = Vectors.unit(vector);
      double nearest = -1;
      for (int i = 0; i < examples.size(); i++) {
        nearest = Math.max(nearest, Vectors.dot(unit, examples.vector(i)));
      }
      // When
      double[] found =
          IntStream.range(0, 6).mapToDouble(likely -> neighbours.nearness(unit, likely)).toArray();
      // Then
      if (found[0] < neighbours.threshold()) {
        assertThat(found).containsOnly(found[0]);
        assertThat(found[0]).isCloseTo(nearest, within(ROUNDING));
      } else {
        belonging++;
        assertThat(Arrays.stream(found).min().orElseThrow())
            .isGreaterThanOrEqualTo(neighbours.threshold());
        assertThat(nearest).isGreaterThan(neighbours.threshold() - ROUNDING);
      }
    }
    assertThat(belonging).isBetween(20, 180);
  }

  @Test
  void shouldNotSearchOnWhereAnExampleIsNearEnough() {
    // Given
    float[][] vectors = {unit(2, 1, 1), unit(2, 1)};
    Neighbours neighbours = Neighbours.of(new Examples(vectors, new int[] {0, 1}, 2));
    // When
    double nearness = neighbours.nearness(unit(2, 1), 0);
    // Then
    assertThat(nearness).isCloseTo(Math.sqrt(0.5), within(ROUNDING));
    assertThat(neighbours.nearness(unit(2, 1), 1)).isCloseTo(1, within(ROUNDING));
  }

  @Test
  void shouldTakeAVectorOfNothing() {
    // Given
    Neighbours neighbours = Neighbours.of(axes(3, 10, 0, 4));
    // When
    double nearness = neighbours.nearness(new float[3 + NOISE], 0);
    // Then
    assertThat(nearness).isZero();
  }
}
