package dev.sluice.launcher.campaign;

import java.util.Arrays;
import java.util.function.LongConsumer;

/// A set of positive numbers: 8 bytes each and at most as much again in free places, where a
/// `HashSet` takes 60. Not thread-safe.
final class LongSet {

  private static final int FIRST_CAPACITY = 1024;

  /// Filled beyond this share, places next to each other make searches long.
  private static final double FILLED_MAX = 0.75;

  /// An odd number near 2^64 divided by the golden ratio: it spreads neighbours over the table.
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private long[] table = new long[FIRST_CAPACITY];
  private int size;

  /// @param value above 0
  /// @return whether it was not there
  boolean add(long value) {
    int place = place(table, value);
    if (table[place] == value) {
      return false;
    }
    table[place] = value;
    size++;
    if (size > table.length * FILLED_MAX) {
      grow();
    }
    return true;
  }

  boolean contains(long value) {
    return table[place(table, value)] == value;
  }

  int size() {
    return size;
  }

  void forEach(LongConsumer each) {
    Arrays.stream(table).filter(value -> value != 0).forEach(each);
  }

  private void grow() {
    long[] larger = new long[table.length * 2];
    forEach(value -> larger[place(larger, value)] = value);
    table = larger;
  }

  /// Where it is, or would be.
  private static int place(long[] table, long value) {
    int mask = table.length - 1;
    int place = (int) ((value * SPREAD) >>> Integer.SIZE) & mask;
    while (table[place] != 0 && table[place] != value) {
      place = (place + 1) & mask;
    }
    return place;
  }
}
