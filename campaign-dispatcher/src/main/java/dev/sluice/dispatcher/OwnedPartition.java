package dev.sluice.dispatcher;

import dev.sluice.dispatcher.OffsetLedger.Position;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// One partition while this dispatcher owns it: its ledger, and what is under way.
///
/// Thread-safe. When a partition comes back after it was given up, it is another object: what
/// finishes late reaches only the old one.
final class OwnedPartition {

  private final TopicPartition id;
  private final TenantId tenant;
  private final boolean replies;
  private final OffsetLedger ledger;
  private @Nullable Position committed;
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
  /// @param committed what an earlier owner committed, if any did
  OwnedPartition(
      TopicPartition id, TenantId tenant, boolean replies, @Nullable Position committed) {
    this.id = id;
    this.tenant = tenant;
    this.replies = replies;
    this.committed = committed;
    this.ledger = committed == null ? OffsetLedger.fresh() : OffsetLedger.resume(committed);
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
    release();
  }

  /// Ends work that [#begin] began, with the record still in hand.
  synchronized void release() {
    underWay--;
    notifyAll();
  }

  /// Lets nothing begin from now on. What is under way goes on.
  synchronized void relinquish() {
    owned = false;
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

  /// How far it is done, if that is not committed yet.
  synchronized Optional<Position> uncommitted() {
    if (!moved) {
      return Optional.empty();
    }
    Optional<Position> position = ledger.position().filter(it -> !Objects.equals(it, committed));
    moved = position.isPresent();
    return position;
  }

  synchronized void committed(Position position) {
    committed = position;
  }

  /// Keeps the partition paused for a while, whatever else there is to say.
  synchronized void rest(Duration duration) {
    restsUntilNanos = System.nanoTime() + duration.toNanos();
  }

  /// Decides anew whether the partition is paused.
  ///
  /// @return whether that has changed
  synchronized boolean turn(PartitionPause pause) {
    boolean resting = System.nanoTime() - restsUntilNanos < 0;
    boolean before = paused;
    paused = resting || pause.decide(paused, ledger.inHand(), ledger.hasRoom());
    return paused != before;
  }

  synchronized boolean isPaused() {
    return paused;
  }
}
