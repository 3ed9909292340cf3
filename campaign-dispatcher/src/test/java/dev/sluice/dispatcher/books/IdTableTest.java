package dev.sluice.dispatcher.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The table of hashes, against a map of the JDK.
final class IdTableTest {

  @Test
  void shouldHoldWhatAMapHolds() {
    // Given: 200,000 changes of 50,000 keys, some of which share their low bits
    Random random = new Random(7);
    Map<Long, Integer> expected = new HashMap<>();
    IdTable table = new IdTable();

    // When
    for (int i = 0; i < 200_000; i++) {
      long key = (long) random.nextInt(50_000) << (i % 3 * 10);
      int value = random.nextInt() | 1;
      expected.put(key, value);
      table.put(key, value);
    }

    // Then
    assertThat(table.size()).isEqualTo(expected.size());
    Map<Long, Integer> held = new HashMap<>();
    expected.keySet().forEach(key -> held.put(key, table.get(key)));
    assertThat(held).isEqualTo(expected);
    assertThat(table.get(-1)).isZero();
  }

  @Test
  void shouldHoldTheKeyZero() {
    // Given
    IdTable table = new IdTable();

    // When
    table.put(0, 5);

    // Then
    assertThat(table.contains(0)).isTrue();
    assertThat(table.contains(1 << 10)).as("of the same slot").isFalse();
  }

  @Test
  void shouldRefuseTheValueThatMeansAbsent() {
    assertThatThrownBy(() -> new IdTable().put(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldTellAMillionIdsApart() {
    // Given
    IdTable table = new IdTable();
    MessageHash hash = new MessageHash();

    // When
    for (int i = 0; i < 1_000_000; i++) {
      table.put(hash.of("spring-" + i), 1);
    }

    // Then
    assertThat(table.size()).isEqualTo(1_000_000);
  }
}
