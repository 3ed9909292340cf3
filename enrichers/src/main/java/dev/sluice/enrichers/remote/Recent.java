package dev.sluice.enrichers.remote;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A map that forgets what has not been used for longest. Thread-safe.
final class Recent<K, V> {

  private final Map<K, V> entries;

  /// From the value there is to the one that shall be there.
  @FunctionalInterface
  interface Change<V> {
    /// @param before null for a key that is not there
    V from(@Nullable V before);
  }

  /// @param max entries kept
  Recent(int max) {
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > max;
          }
        };
  }

  /// Replaces a value by what is made of it, and returns that.
  synchronized V update(K key, Change<V> change) {
    V value = change.from(entries.get(key));
    entries.put(key, value);
    return value;
  }

  synchronized int size() {
    return entries.size();
  }
}
