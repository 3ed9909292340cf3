package dev.sluice.enrichers.embedded;

import java.text.Normalizer;
import java.util.Arrays;

/// Cuts a text into the word pieces that the encoder was trained on, as BERT's uncased tokenizer
/// does: control characters dropped, accents and case folded, punctuation and Chinese characters
/// words of their own, every word the longest pieces from its beginning.
///
/// The names of special tokens in a text, `[SEP]` for instance, are ordinary characters here.
/// Thread-safe; never throws, whatever the text.
final class WordPiece {

  /// The most tokens of a sequence, both ends of its frame included. The encoder was trained on
  /// sequences of this length; about 100 English words.
  static final int TOKENS_MAX = 128;

  /// What is looked at, in UTF-16 units. A normalised message is shorter, [Normaliser] cuts it;
  /// this bounds the work for any other text. 126 pieces of the longest word of the vocabulary fit.
  static final int CHARACTERS_MAX = 4_000;

  /// A longer word is [Vocabulary#UNKNOWN], as in training.
  private static final int WORD_MAX = 100;

  private static final int REPLACEMENT = 0xFFFD;

  private final Vocabulary vocabulary;

  WordPiece(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /// Tokens of a text; for a blank one only the frame.
  Tokens of(String text) {
    String head = head(text);
    String folded = Normalizer.normalize(clean(head), Normalizer.Form.NFD);
    Cutter cutter = new Cutter();
    for (int i = 0; i < folded.length() && !cutter.full; ) {
      int point = folded.codePointAt(i);
      cutter.take(point);
      i += Character.charCount(point);
    }
    return cutter.finish(head.length() < text.length());
  }

  private static String head(String text) {
    if (text.length() <= CHARACTERS_MAX) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(CHARACTERS_MAX - 1));
    return text.substring(0, splitsPair ? CHARACTERS_MAX - 1 : CHARACTERS_MAX);
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            point -> {
              if (isSpace(point)) {
                clean.append(' ');
              } else if (isChinese(point)) {
                clean.append(' ').appendCodePoint(point).append(' ');
              } else if (!isControl(point)) {
                clean.appendCodePoint(point);
              }
            });
    return clean.toString();
  }

  static boolean isSpace(int point) {
    return point == '\t' || point == '\n' || point == '\r' || Character.isSpaceChar(point);
  }

  /// Characters that say nothing: control and format characters, lone surrogates, private and
  /// unassigned ones.
  static boolean isControl(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> point == REPLACEMENT;
    };
  }

  private static boolean isChinese(int point) {
    return (point >= 0x4E00 && point <= 0x9FFF)
        || (point >= 0x3400 && point <= 0x4DBF)
        || (point >= 0x20000 && point <= 0x2A6DF)
        || (point >= 0x2A700 && point <= 0x2B73F)
        || (point >= 0x2B740 && point <= 0x2B81F)
        || (point >= 0x2B820 && point <= 0x2CEAF)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0x2F800 && point <= 0x2FA1F);
  }

  private static boolean isPunctuation(int point) {
    if (point < 0x80) {
      return point > ' ' && point < 0x7F && !Character.isLetterOrDigit(point);
    }
    return switch (Character.getType(point)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /// Gathers characters into words and words into pieces. One cutter reads one text.
  private final class Cutter {

    private final int[] ids = new int[TOKENS_MAX];
    private final StringBuilder word = new StringBuilder();
    private int used;
    private int words;
    private int pieces;
    private boolean full;

    /// Whether the word being read follows `#` or `@`: a name, which tells no language.
    private boolean tag;

    Cutter() {
      ids[used++] = Vocabulary.CLS;
    }

    void take(int point) {
      if (point == ' ') {
        endWord();
        tag = false;
      } else if (isPunctuation(point)) {
        endWord();
        word.appendCodePoint(point);
        endWord();
        tag = point == '#' || point == '@';
      } else if (Character.getType(point) != Character.NON_SPACING_MARK) {
        word.appendCodePoint(Character.toLowerCase(point));
      }
    }

    Tokens finish(boolean cut) {
      endWord();
      ids[used++] = Vocabulary.SEP;
      return new Tokens(Arrays.copyOf(ids, used), words, pieces, cut || full);
    }

    private void endWord() {
      if (word.isEmpty()) {
        return;
      }
      int before = used;
      cut(word.toString());
      if (!full && !tag && tellsLanguage()) {
        words++;
        pieces += used - before;
      }
      word.setLength(0);
    }

    /// Order numbers and codes are cut into many pieces in any language.
    private boolean tellsLanguage() {
      return word.codePoints().anyMatch(Normaliser::isLatin)
          && word.codePoints().noneMatch(Character::isDigit);
    }

    private void cut(String whole) {
      int first = used;
      if (whole.codePointCount(0, whole.length()) > WORD_MAX) {
        add(Vocabulary.UNKNOWN);
        return;
      }
      int start = 0;
      while (start < whole.length() && !full) {
        int end = longestFrom(whole, start);
        if (end < 0) {
          used = first;
          add(Vocabulary.UNKNOWN);
          return;
        }
        start = end;
      }
    }

    /// Adds the longest piece that begins at `start` and tells where it ends, or -1 when none does.
    private int longestFrom(String whole, int start) {
      int furthest = Math.min(whole.length(), start + vocabulary.longest());
      for (int end = furthest; end > start; end--) {
        String part = whole.substring(start, end);
        int id = vocabulary.idOf(start == 0 ? part : "##" + part);
        if (id != Vocabulary.NONE) {
          add(id);
          return end;
        }
      }
      return -1;
    }

    /// The last place is kept for the end of the frame.
    private void add(int id) {
      if (used == TOKENS_MAX - 1) {
        full = true;
      } else {
        ids[used++] = id;
      }
    }
  }
}
