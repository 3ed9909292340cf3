package dev.sluice.launcher.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LongSetTest {

  @Test
  void shouldHoldWhatASetHolds() {
    // Given
    Random random = new Random(7);
    LongSet set = new LongSet();
    Set<Long> expected = new HashSet<>();

    // When
    for (int i = 0; i < 50_000; i++) {
      long value = 1 + random.nextInt(40_000) * 1_000_000_007L;
      assertThat(set.add(value)).isEqualTo(expected.add(value));
    }

    // Then
    assertThat(set.size()).isEqualTo(expected.size());
    Set<Long> held = new HashSet<>();
    set.forEach(held::add);
    assertThat(held).isEqualTo(expected);
    assertThat(set.contains(2)).isFalse();
    assertThat(expected).allMatch(set::contains);
  }
}
