package dev.sluice.enrichers.embedded;

import dev.sluice.schemas.Sentiment.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What emoji say, in words that the encoder knows: it has never seen one itself. Immutable.
///
/// Skin tones and variation selectors make no difference; of two entries that fit, the longer wins.
final class EmojiTable {

  private static final String FILE = "emoji.txt";

  private static final int SKIN_TONE_FIRST = 0x1F3FB;
  private static final int SKIN_TONE_LAST = 0x1F3FF;
  private static final int VARIATION_FIRST = 0xFE00;
  private static final int VARIATION_LAST = 0xFE0F;

  private final Map<Integer, List<Entry>> byFirstPoint;

  private EmojiTable(Map<Integer, List<Entry>> byFirstPoint) {
    this.byFirstPoint = byFirstPoint;
  }

  /// An emoji.
  ///
  /// @param sign its characters without skin tones and variation selectors
  /// @param words what it says
  /// @param mood how it sounds when nothing else is said
  record Entry(String sign, String words, Label mood) {}

  /// The table that ships with Sluice.
  static EmojiTable shipped() {
    return parse(ShippedLines.read(FILE));
  }

  /// One line an emoji: sign, tab, words, tab, mood.
  ///
  /// @throws IllegalArgumentException when a line breaks the format or contradicts an earlier one,
  ///   naming file and line
  static EmojiTable parse(ShippedLines text) {
    Map<String, Entry> bySign = new HashMap<>();
    for (ShippedLines.Line line : text.lines()) {
      List<String> fields = line.fields();
      if (fields.size() != 3 || fields.getFirst().isEmpty() || fields.get(1).isEmpty()) {
        throw text.broken(line, "must be 'emoji<tab>words<tab>mood'");
      }
      String sign = plain(fields.getFirst());
      Entry entry = new Entry(sign, fields.get(1), text.label(line, fields.get(2)));
      Entry earlier = bySign.putIfAbsent(sign, entry);
      if (earlier != null && !earlier.equals(entry)) {
        throw text.broken(line, "must not contradict an earlier line for the same emoji");
      }
    }
    Map<Integer, List<Entry>> index = new HashMap<>();
    bySign.values().forEach(it -> index.computeIfAbsent(first(it), p -> new ArrayList<>()).add(it));
    index.values().forEach(list -> list.sort(Comparator.comparingInt(it -> -it.sign().length())));
    return new EmojiTable(Map.copyOf(index));
  }

  private static int first(Entry entry) {
    return entry.sign().codePointAt(0);
  }

  /// The text without skin tones and variation selectors.
  static String plain(String text) {
    if (text.codePoints().noneMatch(EmojiTable::isModifier)) {
      return text;
    }
    return text.codePoints()
        .filter(point -> !isModifier(point))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isModifier(int point) {
    return (point >= VARIATION_FIRST && point <= VARIATION_LAST)
        || (point >= SKIN_TONE_FIRST && point <= SKIN_TONE_LAST);
  }

  /// The longest emoji of the table that begins at a place of a [#plain] text.
  Optional<Entry> at(String text, int place) {
    for (Entry entry : byFirstPoint.getOrDefault(text.codePointAt(place), List.of())) {
      if (text.startsWith(entry.sign(), place)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }
}
