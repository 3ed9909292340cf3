package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.enrichers.embedded.LogisticHead.Examples;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CentroidsTest {

  /// Topics along the axes, each example off its axis by about `angle`.
  private static Examples axes(int topics, int each, double angle) {
    return axes(topics, each, angle, 4);
  }

  private static Examples axes(int topics, int each, double angle, long seed) {
    Random random = new Random(seed);
    float[][] vectors = new float[topics * each][];
    int[] labels = new int[topics * each];
    for (int i = 0; i < vectors.length; i++) {
      labels[i] = i / each;
      float[] vector = new float[topics + 10];
      vector[labels[i]] = 1;
      for (int j = topics; j < vector.length; j++) {
        vector[j] = (float) (angle * random.nextGaussian());
      }
      vectors[i] = Vectors.unit(vector);
    }
    return new Examples(vectors, labels, topics);
  }

  @Test
  void shouldMeasureTheNearestTopic() {
    // Given
    Centroids centroids = Centroids.of(axes(3, 10, 0));
    // When
    double nearness = centroids.nearness(Vectors.unit(vector(13, 1, 1)));
    // Then
    assertThat(nearness).isCloseTo(Math.sqrt(0.5), within(1e-6));
  }

  @Test
  void shouldTurnAwayFewOfThoseThatBelong() {
    // Given
    Examples unseen = axes(3, 1_000, 0.5, 5);
    // When
    Centroids centroids = Centroids.of(axes(3, 100, 0.5));
    // Then: about a fiftieth
    long below = 0;
    for (int i = 0; i < unseen.size(); i++) {
      below += centroids.nearness(unseen.vector(i)) < centroids.threshold() ? 1 : 0;
    }
    assertThat(below).isBetween(20L, 150L);
    assertThat(centroids.nearness(Vectors.unit(vector(13, 0, 0, 0, 1)))).isLessThan(0.2);
  }

  @Test
  void shouldNotLearnNearnessFromTopicsOfOneExample() {
    // Given
    Examples examples = axes(30, 1, 0.5);
    // When
    Centroids centroids = Centroids.of(examples);
    // Then
    assertThat(centroids.threshold()).isEqualTo(0.35);
  }

  @Test
  void shouldStayWithinReasonWhenAllExamplesAreTheSame() {
    // Given
    Examples examples = axes(3, 20, 0);
    // When
    Centroids centroids = Centroids.of(examples);
    // Then
    assertThat(centroids.threshold()).isEqualTo(0.6);
  }

  private static float[] vector(int size, float... head) {
    float[] vector = new float[size];
    System.arraycopy(head, 0, vector, 0, head.length);
    return vector;
  }
}
