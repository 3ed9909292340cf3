package dev.sluice.enrichers;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A message cut into what the models here compare: words in lower case, emoji, and the breaks
/// between clauses.
///
/// Unicode is brought to NFKC first, so that full-width letters, ligatures and composed or
/// decomposed accents compare equal. Invisible format characters and skin tones are dropped. In
/// scripts written without spaces every character is a token, so that phrases still match.
///
/// @param tokens words, emoji and [#BREAK]s, in order
/// @param words how many of the tokens hold a letter
/// @param letters letters of any script
/// @param latinLetters letters of the Latin script
record Words(List<String> tokens, int words, int letters, int latinLetters) {

  /// What is read of a message, in UTF-16 units. WhatsApp, the longest of the channels, allows
  /// 4,096 in a text; what a customer wants is said before that.
  static final int CHARACTERS_READ = 4_000;

  /// The end of a clause: `.`, `!`, `?`, `,`, `;`, `:` and a line break, also in other scripts.
  static final String BREAK = ".";

  private static final String BREAKS = ".!?,;:\n…。！？、،؛؟۔।";

  private static final int SKIN_TONE_FIRST = 0x1F3FB;
  private static final int SKIN_TONE_LAST = 0x1F3FF;
  private static final int VARIATION_FIRST = 0xFE00;
  private static final int VARIATION_LAST = 0xFE0F;
  private static final int ASCII_LAST = 0x7F;

  private static final Set<Character.UnicodeScript> WITHOUT_SPACES =
      Set.of(
          Character.UnicodeScript.HAN,
          Character.UnicodeScript.HIRAGANA,
          Character.UnicodeScript.KATAKANA,
          Character.UnicodeScript.THAI,
          Character.UnicodeScript.LAO,
          Character.UnicodeScript.KHMER,
          Character.UnicodeScript.MYANMAR);

  /// Reads the first [#CHARACTERS_READ] characters of any text. Never throws.
  static Words of(String text) {
    Reader reader = new Reader();
    normalised(text).codePoints().forEach(reader::take);
    return reader.finish();
  }

  private static String normalised(String text) {
    return Normalizer.normalize(head(text), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  /// What is read, without the piece of a word that the limit cuts off: `hell` is not `hello`.
  private static String head(String text) {
    if (text.length() <= CHARACTERS_READ) {
      return text;
    }
    int end = CHARACTERS_READ;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    int wordStart = end;
    if (Character.isLetterOrDigit(text.charAt(end))) {
      while (wordStart > 0 && Character.isLetterOrDigit(text.charAt(wordStart - 1))) {
        wordStart--;
      }
    }
    return text.substring(0, wordStart > 0 ? wordStart : end);
  }

  @Override
  public String toString() {
    return "Words[%d]".formatted(words);
  }

  /// Gathers code points into tokens. One reader reads one text.
  private static final class Reader {

    private final List<String> tokens = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean wordHasLetter;
    private int words;
    private int letters;
    private int latinLetters;

    void take(int point) {
      if (isInvisible(point)) {
        return;
      }
      if (Character.isLetter(point)) {
        takeLetter(point);
      } else if (Character.isDigit(point)) {
        word.appendCodePoint(point);
      } else if (isMark(point) && !word.isEmpty()) {
        word.appendCodePoint(point);
      } else if (isApostrophe(point) && !word.isEmpty()) {
        word.append('\'');
      } else {
        endWord();
        takeOther(point);
      }
    }

    private void takeLetter(int point) {
      letters++;
      Character.UnicodeScript script = Character.UnicodeScript.of(point);
      if (script == Character.UnicodeScript.LATIN) {
        latinLetters++;
      }
      if (WITHOUT_SPACES.contains(script)) {
        endWord();
      }
      word.appendCodePoint(point);
      wordHasLetter = true;
    }

    private void takeOther(int point) {
      if (BREAKS.indexOf(point) >= 0) {
        if (!tokens.isEmpty() && !tokens.getLast().equals(BREAK)) {
          tokens.add(BREAK);
        }
      } else if (point > ASCII_LAST && Character.isEmoji(point)) {
        tokens.add(Character.toString(point));
      }
    }

    private void endWord() {
      int length = word.length();
      while (length > 0 && word.charAt(length - 1) == '\'') {
        length--;
      }
      if (length > 0) {
        tokens.add(word.substring(0, length));
        words += wordHasLetter ? 1 : 0;
      }
      word.setLength(0);
      wordHasLetter = false;
    }

    Words finish() {
      endWord();
      return new Words(List.copyOf(tokens), words, letters, latinLetters);
    }

    private static boolean isInvisible(int point) {
      return Character.getType(point) == Character.FORMAT
          || (point >= VARIATION_FIRST && point <= VARIATION_LAST)
          || (point >= SKIN_TONE_FIRST && point <= SKIN_TONE_LAST);
    }

    private static boolean isMark(int point) {
      int type = Character.getType(point);
      return type == Character.NON_SPACING_MARK
          || type == Character.COMBINING_SPACING_MARK
          || type == Character.ENCLOSING_MARK;
    }

    private static boolean isApostrophe(int point) {
      return point == '\'' || point == '’' || point == '‘' || point == '`' || point == '´';
    }
  }
}
