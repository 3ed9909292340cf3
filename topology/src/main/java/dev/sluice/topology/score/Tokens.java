package dev.sluice.topology.score;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The words of a text as rules compare them: without case, accents and apostrophes, in any
/// alphabet. In scripts that put no blanks between words each character is a word.
final class Tokens {

  /// Characters read: more than twice the longest text a channel carries (WhatsApp: 4,096).
  static final int READ_MAX = 10_000;

  private static final Set<UnicodeScript> WITHOUT_BLANKS =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  /// The first character of any of them; below it there is no need to look.
  private static final int FIRST_WITHOUT_BLANKS = 0x0E00;

  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();

  private Tokens() {}

  /// Linear in the text's length; reads its first [#READ_MAX] characters.
  static List<String> of(String text) {
    Tokens tokens = new Tokens();
    folded(text).codePoints().forEach(tokens::take);
    tokens.endWord();
    return tokens.words;
  }

  /// Upper case first: it makes one of `ß` and `ss`.
  private static String folded(String text) {
    String read = text.length() > READ_MAX ? text.substring(0, READ_MAX) : text;
    return Normalizer.normalize(read, Normalizer.Form.NFKD)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT)
        .replace('ς', 'σ');
  }

  private void take(int c) {
    if (isNothing(c)) {
      return;
    }
    if (!isPartOfAWord(c)) {
      endWord();
    } else if (c >= FIRST_WITHOUT_BLANKS && WITHOUT_BLANKS.contains(UnicodeScript.of(c))) {
      endWord();
      word.appendCodePoint(c);
      endWord();
    } else {
      word.appendCodePoint(c);
    }
  }

  private void endWord() {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /// Accents, which people leave out on a phone; apostrophes; and what cannot be seen.
  private static boolean isNothing(int c) {
    return (c >= 0x0300 && c <= 0x036F)
        || c == '\''
        || c == '’'
        || c == 'ʼ'
        || Character.getType(c) == Character.FORMAT;
  }

  private static boolean isPartOfAWord(int c) {
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }
}
