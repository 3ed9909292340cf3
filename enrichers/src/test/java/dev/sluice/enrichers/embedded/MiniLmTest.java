package dev.sluice.enrichers.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MiniLmTest {

  private static final int TOKENS = 7;

  private static float[] states() {
    Random random = new Random(3);
    float[] states = new float[TOKENS * MiniLm.DIMENSIONS];
    for (int i = 0; i < states.length; i++) {
      states[i] = (float) random.nextGaussian();
    }
    return states;
  }

  @Test
  void shouldWeighTokensInOneMeanOnly() {
    // Given
    float[] states = states();
    float[] weights = {1, 5, 2, 1, 3, 7, 1};
    // When
    Meaning meaning = MiniLm.pooled(FloatBuffer.wrap(states), weights);
    // Then: exactly the plain sum, or sentiment would change
    float[] plain = new float[MiniLm.DIMENSIONS];
    float[] weighted = new float[MiniLm.DIMENSIONS];
    for (int i = 0; i < states.length; i++) {
      plain[i % MiniLm.DIMENSIONS] += states[i];
      weighted[i % MiniLm.DIMENSIONS] += weights[i / MiniLm.DIMENSIONS] * states[i];
    }
    assertThat(meaning.plain()).isEqualTo(Vectors.unit(plain));
    assertThat(meaning.byRarity()).isEqualTo(Vectors.unit(weighted));
    assertThat(Vectors.dot(meaning.plain(), meaning.byRarity())).isLessThan(0.9);
  }

  @Test
  void shouldMeanTheSameWhereAllWordsAreAsRare() {
    // Given
    float[] weights = {2, 2, 2, 2, 2, 2, 2};
    // When
    Meaning meaning = MiniLm.pooled(FloatBuffer.wrap(states()), weights);
    // Then
    assertThat(Vectors.dot(meaning.plain(), meaning.byRarity())).isGreaterThan(0.999999);
  }
}
