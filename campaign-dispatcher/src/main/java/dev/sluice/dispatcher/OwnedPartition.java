package dev.sluice.dispatcher;

import dev.sluice.dispatcher.OffsetLedger.Position;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// One partition while this dispatcher owns it: its ledger, and what is under way.
///
/// What an earlier owner may have sent without noting its end is *inherited*: it is held until a
/// provider's status has told or the time for it is over, see [Doubts].
///
/// Thread-safe. When a partition comes back after it was given up, it is another object: what
/// finishes late reaches only the old one.
final class OwnedPartition {

  private final TopicPartition id;
  private final TenantId tenant;
  private final boolean replies;
  private final OffsetLedger ledger;

  /// When each of those may have been sent that nobody knows the end of.
  private final Map<Long, Instant> inherited = new HashMap<>();

  private @Nullable Commit committed;
  private int doubts;
  private boolean owned = true;
  private int underWay;

  /// Whether the ledger may be ahead of what is committed; saves asking an idle one ten times a
  /// second.
  private boolean moved;

  private boolean buriedOne;
  private @Nullable Long stepBack;
  private boolean paused;
  private long restsUntilNanos = System.nanoTime();

  /// @param replies whether it holds replies; campaigns otherwise
  /// @param committed the offset an earlier owner committed, if any did
  /// @param metadata what it noted with it
  OwnedPartition(
      TopicPartition id,
      TenantId tenant,
      boolean replies,
      @Nullable Long committed,
      String metadata) {
    this.id = id;
    this.tenant = tenant;
    this.replies = replies;
    CommitNote known = CommitNote.read(metadata);
    this.ledger =
        committed == null
            ? OffsetLedger.fresh()
            : OffsetLedger.resume(new Position(committed, known.unfinished()));
    Instant mayBeSentAt = known.mayBeSentAt();
    if (mayBeSentAt != null) {
      ledger.owed().forEach(offset -> inherited.put(offset, mayBeSentAt));
    }
  }

  TopicPartition id() {
    return id;
  }

  TenantId tenant() {
    return tenant;
  }

  boolean isReplies() {
    return replies;
  }

  /// When an earlier owner last noted that it may have sent this record without knowing the end of
  /// it; empty for a record that was certainly not sent.
  synchronized Optional<Instant> inheritedAt(long offset) {
    return Optional.ofNullable(inherited.get(offset));
  }

  /// Takes a record in hand.
  ///
  /// @return whether it is to be worked on; false when it is done or in hand, or will be read again
  ///   because of a step back
  synchronized boolean take(long offset) {
    moved = true;
    return stepBack == null && ledger.take(offset);
  }

  /// Gives a record in hand back: it will be read again, and until then nothing else is taken.
  synchronized void giveBack(long offset) {
    moved = true;
    ledger.giveBack(offset);
    stepBack = stepBack == null ? Long.valueOf(offset) : Long.valueOf(Math.min(stepBack, offset));
  }

  /// The same for a record that may have been sent since then.
  synchronized void giveBackInDoubt(long offset, Instant since) {
    inherited.put(offset, since);
    giveBack(offset);
  }

  /// From where to read again, if anything was given back since the last call.
  synchronized OptionalLong takeStepBack() {
    Long offset = stepBack;
    stepBack = null;
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /// Begins work on a record in hand.
  ///
  /// @return false when the partition is no longer owned: nothing may begin
  synchronized boolean begin() {
    if (owned) {
      underWay++;
    }
    return owned;
  }

  /// Ends work that [#begin] began, with the record done.
  synchronized void settle(long offset) {
    moved = true;
    ledger.finish(offset);
    inherited.remove(offset);
    release();
  }

  /// Ends work that [#begin] began, with the record still in hand.
  synchronized void release() {
    underWay--;
    notifyAll();
  }

  /// Notes that a message waits for its provider to tell whether it was sent.
  synchronized void doubt() {
    doubts++;
  }

  /// Ends what [#doubt] began.
  synchronized void resolve() {
    doubts--;
  }

  /// Lets nothing begin from now on. What is under way goes on.
  synchronized void relinquish() {
    owned = false;
    moved = true; // the last commit says what is under way, even if nothing else has changed
  }

  /// Waits until no more than so much is under way.
  ///
  /// @return whether it came to that within `atMost`
  synchronized boolean awaitUnderWay(int limit, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (underWay > limit) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /// Whether this is the first record of it to be put aside.
  synchronized boolean isFirstToBury() {
    boolean first = !buriedOne;
    buriedOne = true;
    return first;
  }

  /// What is to be committed: how far it is done, and what to say about the rest.
  record Commit(Position position, CommitNote note) {

    /// Whether both say the same, whenever they say it.
    boolean saysAs(@Nullable Commit other) {
      return other != null
          && position.equals(other.position)
          && (note.mayBeSentAt() == null) == (other.note.mayBeSentAt() == null);
    }
  }

  /// What is to be committed, if it is not yet.
  synchronized Optional<Commit> uncommitted(Instant now) {
    if (!moved) {
      return Optional.empty();
    }
    Optional<Commit> commit =
        ledger
            .position()
            .map(it -> new Commit(it, note(it, now)))
            .filter(it -> !it.saysAs(committed));
    moved = commit.isPresent();
    return commit;
  }

  /// What is in hand may be sent from now on, unless this owner ends with nothing under way. What
  /// was inherited may have been sent long before.
  private CommitNote note(Position position, Instant now) {
    boolean quiet = !owned && underWay == 0 && doubts == 0 && inherited.isEmpty();
    Instant since = inherited.values().stream().min(Comparator.naturalOrder()).orElse(now);
    return new CommitNote(position.metadata(), quiet || !position.hasUnfinished() ? null : since);
  }

  synchronized void committed(Commit commit) {
    committed = commit;
  }

  /// Whether the broker knows that this record may be sent: only then it may. Whoever takes over
  /// after a crash finds every message that was begun among those that were noted.
  synchronized boolean isNoted(long offset) {
    return committed != null && offset < committed.position().covers();
  }

  /// Keeps the partition paused for a while, whatever else there is to say.
  synchronized void rest(Duration duration) {
    restsUntilNanos = System.nanoTime() + duration.toNanos();
  }

  /// Decides anew whether the partition is paused. What is in doubt does not count, up to what an
  /// earlier owner can have left: it waits for a status, and others need not wait with it.
  ///
  /// @return whether that has changed
  synchronized boolean turn(PartitionPause pause) {
    boolean resting = System.nanoTime() - restsUntilNanos < 0;
    boolean before = paused;
    int counted = ledger.inHand() - Math.min(doubts, pause.above() + KafkaClients.POLL_RECORDS_MAX);
    paused = resting || pause.decide(paused, counted, ledger.hasRoom());
    return paused != before;
  }

  synchronized boolean isPaused() {
    return paused;
  }
}
