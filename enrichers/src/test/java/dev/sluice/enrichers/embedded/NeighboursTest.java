package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.enrichers.embedded.LogisticHead.Examples;
import java.util.Random;
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
    double nearness = neighbours.nearness(unit(3, 1, 0, 1));
    // Then
    assertThat(nearness).isCloseTo(Math.sqrt(0.5), within(ROUNDING));
    assertThat(neighbours.nearness(unit(3, 0, 1))).isCloseTo(1, within(ROUNDING));
    assertThat(neighbours.nearness(unit(3, 0, 0, -1))).isCloseTo(0, within(ROUNDING));
    assertThat(neighbours.nearness(unit(3, -1, -1))).isLessThan(-0.5);
  }

  @Test
  void shouldAllowForHowFarExamplesAreFromEachOther() {
    // Given: 20 topics of two examples each, half of the pairs at a cosine of 0.6, half at 0.8
    float[][] vectors = new float[40][];
    int[] labels = new int[40];
    for (int i = 0; i < vectors.length; i++) {
      labels[i] = i / 2;
      vectors[i] = new float[40];
      float cosine = labels[i] % 2 == 0 ? 0.6f : 0.8f;
      vectors[i][i] = i % 2 == 0 ? 1 : (float) Math.sqrt(1 - cosine * cosine);
      vectors[i][2 * labels[i]] = i % 2 == 0 ? 1 : cosine;
    }
    // When
    Neighbours neighbours = Neighbours.of(new Examples(vectors, labels, 20));
    // Then: the mean less 2.58 deviations
    assertThat(neighbours.threshold()).isCloseTo(0.7 - 2.58 * 0.1, within(ROUNDING));
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
    assertThat(neighbours.nearness(unit(384, 1))).isCloseTo(1, within(ROUNDING));
    assertThat(neighbours.nearness(unit(384, 0, 1))).isCloseTo(1, within(ROUNDING));
    assertThat(neighbours.nearness(unit(384, -1))).isCloseTo(0, within(ROUNDING));
  }

  @Test
  void shouldTakeAVectorOfNothing() {
    // Given
    Neighbours neighbours = Neighbours.of(axes(3, 10, 0, 4));
    // When
    double nearness = neighbours.nearness(new float[3 + NOISE]);
    // Then
    assertThat(nearness).isZero();
  }
}
