package dev.sluice.enrichers.embedded;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// A text as the encoder reads it: the numbers of its word pieces between [Vocabulary#CLS] and
/// [Vocabulary#SEP]. Immutable.
final class Tokens {

  private final int[] ids;
  private final int words;
  private final int pieces;
  private final boolean truncated;

  /// @param ids all tokens, the frame included
  /// @param words how many words in Latin letters were read, names after `#` and `@` and words with
  ///   digits left out
  /// @param pieces how many pieces those words were cut into
  /// @param truncated whether the text was longer than what was read
  Tokens(int[] ids, int words, int pieces, boolean truncated) {
    this.ids = ids;
    this.words = words;
    this.pieces = pieces;
    this.truncated = truncated;
  }

  /// Stands for a text in memory without holding it: two texts share a key only when the encoder
  /// cannot tell them apart, or by a coincidence of 128 bits.
  record Key(long high, long low) {}

  Key key() {
    ByteBuffer bytes = ByteBuffer.allocate(ids.length * Integer.BYTES);
    for (int id : ids) {
      bytes.putInt(id);
    }
    try {
      ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
      return new Key(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// A copy, for whoever needs an array.
  int[] ids() {
    return ids.clone();
  }

  /// The pieces of its words, each once, without the frame.
  int[] pieceIds() {
    return Arrays.stream(ids, 1, ids.length - 1).distinct().toArray();
  }

  int words() {
    return words;
  }

  int pieces() {
    return pieces;
  }

  boolean truncated() {
    return truncated;
  }

  /// Says nothing of the text.
  @Override
  public String toString() {
    return "Tokens[%d]".formatted(ids.length);
  }
}
