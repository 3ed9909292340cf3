package dev.sluice.enrichers.embedded;

import dev.sluice.schemas.Sentiment.Label;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Brings a message into the shape of the lines that the heads were fitted on: Unicode's form NFC,
/// web addresses as `http`, names as `@user`, emoji as words, control characters dropped, one space
/// between words.
///
/// An emoji that the table does not know is left out: to the encoder all of them are the same
/// unknown word. Thread-safe; never throws, whatever the text.
final class Normaliser {

  /// What is read of a message, in UTF-16 units: WhatsApp, the longest of the channels, allows
  /// 4,096, and the encoder reads about the first 600.
  static final int CHARACTERS_READ = 4_000;

  private static final String URL_WORD = "http";
  private static final String NAME_WORD = "@user";

  /// Possessive, so that no text makes it look back.
  private static final Pattern URL =
      Pattern.compile("(?:https?://|www\\.)\\S++", Pattern.CASE_INSENSITIVE);

  /// Not preceded by what an e-mail address has before its `@`.
  private static final Pattern NAME = Pattern.compile("(?<![\\w.@+-])@\\w{2,}+");

  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int ASCII_LAST = 0x7F;

  private final EmojiTable emoji;

  Normaliser(EmojiTable emoji) {
    this.emoji = emoji;
  }

  /// Normalises the first [#CHARACTERS_READ] characters.
  Normalised of(String message) {
    String head = head(message);
    String composed = EmojiTable.plain(Normalizer.normalize(head, Normalizer.Form.NFC));
    String bare = NAME.matcher(URL.matcher(composed).replaceAll(" ")).replaceAll(" ");
    String marked = NAME.matcher(URL.matcher(composed).replaceAll(URL_WORD)).replaceAll(NAME_WORD);
    List<Label> moods = new ArrayList<>();
    String text = spoken(marked, moods);
    return new Normalised(
        text,
        (int) bare.codePoints().filter(Character::isLetter).count(),
        (int) bare.codePoints().filter(Normaliser::isLatin).count(),
        List.copyOf(moods),
        head.length() < message.length());
  }

  private static String head(String message) {
    if (message.length() <= CHARACTERS_READ) {
      return message;
    }
    boolean splitsPair = Character.isHighSurrogate(message.charAt(CHARACTERS_READ - 1));
    return message.substring(0, splitsPair ? CHARACTERS_READ - 1 : CHARACTERS_READ);
  }

  static boolean isLatin(int point) {
    return Character.isLetter(point)
        && Character.UnicodeScript.of(point) == Character.UnicodeScript.LATIN;
  }

  /// The text with words for emoji, nothing for control characters and single spaces.
  private String spoken(String text, List<Label> moods) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      Optional<EmojiTable.Entry> known = emoji.at(text, i);
      int point = text.codePointAt(i);
      if (known.isPresent()) {
        moods.add(known.get().mood());
        space(out);
        out.append(known.get().words()).append(' ');
        i = afterEmoji(text, i + known.get().sign().length());
      } else if (point > ASCII_LAST && Character.isEmoji(point)) {
        space(out);
        i = afterEmoji(text, i + Character.charCount(point));
      } else {
        if (WordPiece.isSpace(point)) {
          space(out);
        } else if (!WordPiece.isControl(point)) {
          out.appendCodePoint(point);
        }
        i += Character.charCount(point);
      }
    }
    return out.toString().strip();
  }

  /// Skips what is joined to an emoji: the gender of a person, the parts of a family.
  private static int afterEmoji(String text, int place) {
    int next = place;
    while (next < text.length() && text.charAt(next) == ZERO_WIDTH_JOINER) {
      next++;
      if (next < text.length() && Character.isEmoji(text.codePointAt(next))) {
        next += Character.charCount(text.codePointAt(next));
      }
    }
    return next;
  }

  private static void space(StringBuilder out) {
    if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
      out.append(' ');
    }
  }
}
