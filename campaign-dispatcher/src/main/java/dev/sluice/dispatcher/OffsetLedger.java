package dev.sluice.dispatcher;

import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What is done and what is not in one partition that is finished out of order.
///
/// It keeps only what is *unfinished* and the first offset not read yet, so that offsets which hold
/// no record (transaction markers) never stand in the way. The position it reports is the lowest
/// unfinished offset, and with it, as metadata, which of the later ones are unfinished; whoever
/// resumes from that position skips what is done. The metadata is at most [#METADATA_CHARS_MAX]
/// characters as long as reading stops when [#hasRoom] says no, in whatever order the rest
/// finishes.
///
/// Knows no Kafka, no clock. Not thread-safe: see [OwnedPartition].
final class OffsetLedger {

  /// 3 KiB of the 4,096 bytes that a broker takes by default: the rest is for the records of one
  /// poll that were already read when room ran out (100 records cost 17 characters).
  static final int METADATA_CHARS_MAX = 3 * 1024;

  /// What a broker takes by default. Never reached, see [#METADATA_CHARS_MAX].
  private static final int METADATA_CHARS_LEGAL = 4096 - CommitNote.MARK_CHARS_MAX;

  private static final long NOTHING_READ = -1;

  /// Handed out and not finished.
  private final NavigableSet<Long> inHand = new TreeSet<>();

  /// Unfinished by an earlier owner, or given back, and not handed out again yet.
  private final NavigableSet<Long> owed = new TreeSet<>();

  private long first;
  private long next;

  private OffsetLedger(long first, long next) {
    this.first = first;
    this.next = next;
  }

  /// How far a partition is done.
  ///
  /// @param offset the lowest that is not done
  /// @param metadata which of the later ones are not done; see [UnfinishedOffsets]
  /// @param covers the first offset that this position says nothing about
  record Position(long offset, String metadata, long covers) {

    /// One of which only the written part is known.
    Position(long offset, String metadata) {
      this(offset, metadata, offset);
    }

    /// Whether anything is taken in hand and not done.
    boolean hasUnfinished() {
      return !metadata.isEmpty();
    }
  }

  /// A ledger of a partition of which nothing was committed: whatever comes first is new.
  static OffsetLedger fresh() {
    return new OffsetLedger(NOTHING_READ, NOTHING_READ);
  }

  /// A ledger that goes on from a committed position. Metadata that cannot be read counts as none:
  /// what an earlier owner did out of order is then done again.
  static OffsetLedger resume(Position committed) {
    Optional<UnfinishedOffsets> known =
        UnfinishedOffsets.decode(committed.offset(), committed.metadata());
    long next = known.map(UnfinishedOffsets::next).orElse(committed.offset());
    OffsetLedger ledger = new OffsetLedger(committed.offset(), next);
    known.ifPresent(unfinished -> ledger.owed.addAll(unfinished.offsets()));
    return ledger;
  }

  /// Takes an offset in hand. Offsets come in ascending order, except after a step back. One below
  /// the first there was belongs to another log of the same name, and everything is new again.
  ///
  /// @return whether it is to be worked on; false when it is done or in hand already
  boolean take(long offset) {
    if (first == NOTHING_READ || offset < first) {
      inHand.clear();
      owed.clear();
      first = offset;
      next = offset;
    }
    owed.headSet(offset).clear(); // the log no longer holds them
    if (offset < next && !owed.remove(offset)) {
      return false;
    }
    inHand.add(offset);
    next = Math.max(next, offset + 1);
    return true;
  }

  /// Notes that an offset in hand is done; any other is ignored.
  void finish(long offset) {
    inHand.remove(offset);
  }

  /// Gives an offset in hand back, to be taken again. Whoever gives back reads from there again.
  void giveBack(long offset) {
    if (inHand.remove(offset)) {
      owed.add(offset);
    }
  }

  /// What an earlier owner left unfinished, as long as it was not taken in hand here.
  Set<Long> owed() {
    return Set.copyOf(owed);
  }

  /// How many are in hand.
  int inHand() {
    return inHand.size();
  }

  /// Whether one more poll may be read without the metadata ever exceeding its limit.
  boolean hasRoom() {
    return UnfinishedOffsets.charsAtMost(next - lowest(), inHand.size() + owed.size())
        <= METADATA_CHARS_MAX;
  }

  /// How far it is done; empty before anything was read. If the metadata would not be legal the
  /// offset goes alone, which repeats work but loses none.
  Optional<Position> position() {
    if (next == NOTHING_READ) {
      return Optional.empty();
    }
    NavigableSet<Long> unfinished = new TreeSet<>(inHand);
    unfinished.addAll(owed);
    String metadata = new UnfinishedOffsets(lowest(), next, unfinished).encode();
    return Optional.of(
        metadata.length() <= METADATA_CHARS_LEGAL
            ? new Position(lowest(), metadata, next)
            : new Position(lowest(), ""));
  }

  private long lowest() {
    long lowest = next;
    if (!inHand.isEmpty()) {
      lowest = Math.min(lowest, inHand.first());
    }
    if (!owed.isEmpty()) {
      lowest = Math.min(lowest, owed.first());
    }
    return lowest;
  }
}
