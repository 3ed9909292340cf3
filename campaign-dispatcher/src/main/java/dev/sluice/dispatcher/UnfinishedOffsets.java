package dev.sluice.dispatcher;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.BitSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// The offsets between `from` and `next` that are not done, and their form as text.
///
/// The text is one letter and base64 without padding, whichever is shorter: `b`, the length of the
/// range and a bitmap of what is unfinished; or `r`, the lengths of runs that are in turn
/// unfinished and done, beginning with unfinished, what follows the last being done up to the
/// length of the range, which comes first. Numbers are variable-length, seven bits a byte, low bits
/// first. An empty range is the empty text.
///
/// @param from the first offset of the range
/// @param next the first offset behind it
/// @param offsets unfinished, each within the range
public record UnfinishedOffsets(long from, long next, NavigableSet<Long> offsets) {

  private static final char BITMAP = 'b';
  private static final char RUNS = 'r';

  /// More unfinished offsets than any owner has: four windows of the largest size, 1,000, two polls
  /// of 100, and as much again. What claims more was not written by us.
  private static final int DECODED_MAX = 10_000;

  /// Seven bits each of the 63 of an offset.
  private static final int NUMBER_BYTES_MAX = 9;

  private static final int BITS_PER_NUMBER_BYTE = 7;

  /// The most characters that a range of this length with so many unfinished can take, now or after
  /// more of them have finished.
  static int charsAtMost(long length, int unfinished) {
    long bitmap = numberBytes(length) + (length + Byte.SIZE - 1) / Byte.SIZE;
    long runs = (2L * unfinished + 1) * numberBytes(length);
    return chars(Math.min(bitmap, runs));
  }

  public String encode() {
    long length = next - from;
    if (length == 0) {
      return "";
    }
    long bitmapBytes = numberBytes(length) + (length + Byte.SIZE - 1) / Byte.SIZE;
    ByteBuffer runs = runs(length);
    return runs.position() <= bitmapBytes
        ? text(RUNS, runs)
        : text(BITMAP, bitmap(length, (int) bitmapBytes));
  }

  /// Reads what [#encode] wrote; empty when it is something else.
  public static Optional<UnfinishedOffsets> decode(long from, String text) {
    if (text.isEmpty()) {
      return Optional.of(new UnfinishedOffsets(from, from, new TreeSet<>()));
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(1)));
      return switch (text.charAt(0)) {
        case BITMAP -> fromBitmap(from, bytes);
        case RUNS -> fromRuns(from, bytes);
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private ByteBuffer runs(long length) {
    ByteBuffer bytes = ByteBuffer.allocate((2 * offsets.size() + 1) * NUMBER_BYTES_MAX);
    putNumber(bytes, length);
    long runStart = from;
    long runEnd = from;
    for (long offset : offsets) {
      if (offset != runEnd) {
        putNumber(bytes, runEnd - runStart);
        putNumber(bytes, offset - runEnd);
        runStart = offset;
      }
      runEnd = offset + 1;
    }
    putNumber(bytes, runEnd - runStart);
    return bytes;
  }

  private ByteBuffer bitmap(long length, int capacity) {
    BitSet bits = new BitSet();
    offsets.forEach(offset -> bits.set((int) (offset - from)));
    ByteBuffer bytes = ByteBuffer.allocate(capacity);
    putNumber(bytes, length);
    bytes.put(bits.toByteArray());
    return bytes;
  }

  private static Optional<UnfinishedOffsets> fromBitmap(long from, ByteBuffer bytes) {
    long length = number(bytes);
    BitSet bits = BitSet.valueOf(bytes);
    if (length < bits.length() || bits.cardinality() > DECODED_MAX) {
      return Optional.empty();
    }
    NavigableSet<Long> offsets = new TreeSet<>();
    bits.stream().forEach(bit -> offsets.add(from + bit));
    return Optional.of(new UnfinishedOffsets(from, from + length, offsets));
  }

  private static Optional<UnfinishedOffsets> fromRuns(long from, ByteBuffer bytes) {
    long length = number(bytes);
    NavigableSet<Long> offsets = new TreeSet<>();
    long at = from;
    boolean unfinished = true;
    while (bytes.hasRemaining()) {
      long run = number(bytes);
      if (run < 0 || run > from + length - at) {
        return Optional.empty();
      }
      if (unfinished) {
        if (run > DECODED_MAX - offsets.size()) {
          return Optional.empty();
        }
        for (long offset = at; offset < at + run; offset++) {
          offsets.add(offset);
        }
      }
      at += run;
      unfinished = !unfinished;
    }
    return length < 0
        ? Optional.empty()
        : Optional.of(new UnfinishedOffsets(from, from + length, offsets));
  }

  private static String text(char form, ByteBuffer written) {
    byte[] bytes = new byte[written.position()];
    written.flip().get(bytes);
    return form + Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  private static int chars(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, 1 + (4 * bytes + 2) / 3);
  }

  private static int numberBytes(long number) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(number);
    return Math.max(1, (bits + BITS_PER_NUMBER_BYTE - 1) / BITS_PER_NUMBER_BYTE);
  }

  private static void putNumber(ByteBuffer bytes, long number) {
    long left = number;
    while (left > Byte.MAX_VALUE) {
      bytes.put((byte) (left | 0x80));
      left >>>= BITS_PER_NUMBER_BYTE;
    }
    bytes.put((byte) left);
  }

  /// -1 when it does not end.
  private static long number(ByteBuffer bytes) {
    long number = 0;
    for (int i = 0; i < NUMBER_BYTES_MAX && bytes.hasRemaining(); i++) {
      byte part = bytes.get();
      number |= (long) (part & 0x7f) << (BITS_PER_NUMBER_BYTE * i);
      if (part >= 0) {
        return number;
      }
    }
    return -1;
  }
}
