package dev.sluice.dispatcher;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The metadata of a committed position: which later offsets are unfinished, and what the owner
/// knew of them.
///
/// As text: what [UnfinishedOffsets] writes, then `@` and the seconds since 1970 in base 36 when
/// some of them may have been sent. Without that, none of them was.
///
/// @param unfinished as [UnfinishedOffsets] writes it
/// @param mayBeSentAt when it was committed, if any of the unfinished may be on its way by then;
///   null when none is
record CommitNote(String unfinished, @Nullable Instant mayBeSentAt) {

  /// The most characters beside the unfinished offsets: the mark, and seconds up to the year 5138.
  static final int MARK_CHARS_MAX = 8;

  private static final char MARK = '@';
  private static final int BASE = 36;

  /// Nothing is known.
  static final CommitNote NONE = new CommitNote("", null);

  static CommitNote read(String text) {
    int mark = text.indexOf(MARK);
    if (mark < 0) {
      return new CommitNote(text, null);
    }
    return new CommitNote(text.substring(0, mark), time(text.substring(mark + 1)).orElse(null));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(text, BASE)));
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  String text() {
    return mayBeSentAt == null
        ? unfinished
        : unfinished + MARK + Long.toString(mayBeSentAt.getEpochSecond(), BASE);
  }
}
