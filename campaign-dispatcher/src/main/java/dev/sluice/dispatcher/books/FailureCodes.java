package dev.sluice.dispatcher.books;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// How often each failure code counts, with a number for each code. Not thread-safe.
final class FailureCodes {

  /// The number of no code at all, which is not counted.
  static final int NONE = 0;

  /// Ten times what the longest catalogue of a provider has; fits the 14 bits of a [Fate]. What
  /// comes later is counted as `other`.
  private static final int CODES_MAX = 5000;

  private static final int OTHER = 1;

  private static final int SHOWN_MAX = 10;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>(List.of("", "other"));
  private final List<Long> counts = new ArrayList<>(List.of(0L, 0L));

  /// The number of a code, always the same.
  int numberOf(String code) {
    Integer known = numbers.get(code);
    if (known != null) {
      return known;
    }
    if (names.size() > CODES_MAX) {
      return OTHER;
    }
    int number = names.size();
    numbers.put(code, number);
    names.add(code);
    counts.add(0L);
    return number;
  }

  /// Counts one more, or with -1 one less.
  void add(int number, int change) {
    if (number != NONE) {
      counts.set(number, counts.get(number) + change);
    }
  }

  /// The ten most frequent, most frequent first, and in alphabetical order where equal.
  Map<String, Long> mostFrequent() {
    Map<String, Long> shown = new LinkedHashMap<>();
    IntStream.range(0, names.size())
        .filter(number -> counts.get(number) > 0)
        .boxed()
        .sorted(Comparator.comparing(counts::get).reversed().thenComparing(names::get))
        .limit(SHOWN_MAX)
        .forEach(number -> shown.put(names.get(number), counts.get(number)));
    return shown;
  }
}
