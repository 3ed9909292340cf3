package dev.sluice.inbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far one browser has followed its tenant's messages.
///
/// It is asked for the next piece only when the connection can take one, so a slow browser costs a
/// page of memory and nothing else: what it has not seen waits in the database. Used by one thread
/// at a time; [#wake] and [#end] may be called by any.
final class StreamCursor {

  /// Pieces held for a browser at most.
  static final int PAGE = 50;

  /// Below the shortest idle limit of common proxies, 60 s, by a factor of four.
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /// How soon a failed read is tried again.
  private static final Duration RETRY = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(StreamCursor.class);

  private final TenantTail tail;
  private final BooleanSupplier allowed;
  private final Signal signal = new Signal();
  private final Deque<SseFrame> page = new ArrayDeque<>();
  private volatile long seen;
  private volatile boolean ended;

  /// @param seen the last number the browser knows
  /// @param allowed whether its token still counts
  StreamCursor(TenantTail tail, long seen, BooleanSupplier allowed) {
    this.tail = tail;
    this.allowed = allowed;
    this.seen = seen;
    page.add(SseFrame.OPENING);
    if (seen > tail.latest()) {
      this.seen = tail.latest();
      page.add(SseFrame.resync(this.seen));
    }
  }

  TenantTail tail() {
    return tail;
  }

  /// Messages stored that have not been handed over yet.
  long behind() {
    return Math.max(0, tail.latest() - seen);
  }

  void wake() {
    signal.raise();
  }

  /// Makes the stream end at its next piece, which comes at once.
  void end() {
    ended = true;
    signal.raise();
  }

  /// The next piece: an event, or a heartbeat when there is none for 15 s. Blocks until then.
  ///
  /// @return null when the stream is over
  @Nullable SseFrame next() throws InterruptedException {
    while (page.isEmpty()) {
      if (ended || !allowed.getAsBoolean()) {
        return null;
      }
      Duration patience = load() ? HEARTBEAT : RETRY;
      if (page.isEmpty() && !signal.await(patience) && patience.equals(HEARTBEAT)) {
        return SseFrame.HEARTBEAT;
      }
    }
    SseFrame frame = page.removeFirst();
    seen = Math.max(seen, frame.seq());
    return ended ? null : frame;
  }

  /// @return false when the database did not answer: the stream stays, and asks again
  private boolean load() {
    try {
      page.addAll(tail.after(seen, PAGE));
      return true;
    } catch (SQLException e) {
      log.atDebug()
          .addKeyValue("tenant", tail.tenant())
          .addKeyValue("reason", DatabaseErrors.describe(e))
          .log("a live stream waits for the database");
      return false;
    }
  }
}
