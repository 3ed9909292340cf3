package dev.sluice.topology;

import java.time.Duration;

/// When the transaction that carries released messages should end. One for each stream thread: its
/// tasks share their transactions. Belongs to that thread.
///
/// A transaction costs broker and topology about 2 ms of processor time, whatever it carries. A
/// message therefore waits for its end at least the commit interval, and a twentieth of what it has
/// waited already: a thread that keeps up commits often, and one with a backlog writes a few large
/// transactions, which leaves the processors to the models. One message that did not wait ends it
/// for all.
public final class CommitPace {

  /// The longest a released message waits. Also Kafka Streams' own interval: what statuses and dead
  /// letters wait, and messages whose task has moved meanwhile.
  static final Duration LONGEST = Duration.ofMillis(200);

  /// What a message has waited, as a multiple of what it waits for the end of its transaction.
  private static final int SHARE = 20;

  private static final long NEVER = Long.MAX_VALUE;

  private final long leastMillis;
  private final long mostMillis;
  private long committedMillis;
  private long dueMillis = NEVER;

  /// @param least between two ends, however little a message has waited
  public CommitPace(Duration least) {
    this.leastMillis = least.toMillis();
    this.mostMillis = longest(least).toMillis();
  }

  /// The longest between two ends.
  static Duration longest(Duration least) {
    return least.compareTo(LONGEST) > 0 ? least : LONGEST;
  }

  /// A message that had waited so long was released; all times in milliseconds.
  ///
  /// @return whether the transaction is due earlier because of it
  boolean released(long nowMillis, long waitedMillis) {
    long pause = Math.clamp(waitedMillis / SHARE, leastMillis, mostMillis);
    long due = Math.min(committedMillis, nowMillis) + pause;
    boolean earlier = due < dueMillis;
    dueMillis = Math.min(due, dueMillis);
    return earlier;
  }

  /// When it is due; far away when nothing was released since the last one.
  long dueMillis() {
    return dueMillis;
  }

  boolean isDue(long nowMillis) {
    return dueMillis <= nowMillis;
  }

  /// It ends now.
  void committed(long nowMillis) {
    committedMillis = nowMillis;
    dueMillis = NEVER;
  }
}
