package dev.sluice.dispatcher.books;

/// A map from 64-bit hashes to numbers other than 0, in two arrays without an object per entry.
///
/// A million entries take 25 MB, and 38 MB while the table grows to hold them. Open addressing with
/// linear probing: keys have to be spread evenly, as those of [MessageHash] are. Not thread-safe.
final class IdTable {

  /// 12 KB: most campaigns of a demonstration fit.
  private static final int FIRST_CAPACITY = 1 << 10;

  /// Probes stay short, 2.5 on average for a key that is there.
  private static final double LOAD_MAX = 0.75;

  private long[] keys = new long[FIRST_CAPACITY];
  private int[] values = new int[FIRST_CAPACITY];
  private int size;

  /// The value of a key; 0 when it has none.
  int get(long key) {
    return values[slot(key)];
  }

  /// @param value not 0, which means absent
  void put(long key, int value) {
    if (value == 0) {
      throw new IllegalArgumentException("0 means absent");
    }
    int slot = slot(key);
    if (values[slot] == 0) {
      keys[slot] = key;
      size++;
    }
    values[slot] = value;
    if (size > LOAD_MAX * keys.length) {
      grow();
    }
  }

  boolean contains(long key) {
    return get(key) != 0;
  }

  int size() {
    return size;
  }

  /// Where a key is, or where it would go.
  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) key & mask;
    while (values[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new int[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
