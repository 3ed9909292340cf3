package dev.sluice.inbox;

import dev.sluice.schemas.TenantId;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// The newest messages of one tenant, encoded once for all streams that follow it.
///
/// A stream that keeps up reads from memory; one that is further behind reads the database. Thread-
/// safe; reading may block for a page's query.
final class TenantTail {

  /// Messages kept at most.
  static final int FRAMES_MAX = 256;

  /// Bytes kept at most: 256 messages of 4 KiB, the longest a channel allows.
  private static final int BYTES_MAX = 1024 * 1024;

  private final TenantId tenant;
  private final InboxReader reader;
  private final AtomicLong latest;
  private final Set<StreamCursor> cursors = ConcurrentHashMap.newKeySet();
  private final ReentrantLock loading = new ReentrantLock();
  private final Deque<SseFrame> recent = new ArrayDeque<>();
  private long recentBytes;

  TenantTail(TenantId tenant, InboxReader reader, long latest) {
    this.tenant = tenant;
    this.reader = reader;
    this.latest = new AtomicLong(latest);
  }

  TenantId tenant() {
    return tenant;
  }

  long latest() {
    return latest.get();
  }

  int size() {
    return cursors.size();
  }

  /// How far the slowest stream is behind, in messages.
  long behind() {
    return cursors.stream().mapToLong(StreamCursor::behind).max().orElse(0);
  }

  void add(StreamCursor cursor) {
    cursors.add(cursor);
  }

  void remove(StreamCursor cursor) {
    cursors.remove(cursor);
  }

  /// Takes note that a message of that number is there, and wakes whoever has not seen it.
  void announce(long seq) {
    if (latest.getAndAccumulate(seq, Math::max) < seq) {
      cursors.forEach(StreamCursor::wake);
    }
  }

  void endAll() {
    cursors.forEach(StreamCursor::end);
  }

  /// Messages after `seq`, in order, at most `limit`; empty when that was the latest.
  List<SseFrame> after(long seq, int limit) throws SQLException {
    if (seq >= latest.get()) {
      return List.of();
    }
    loading.lock();
    try {
      if (recent.isEmpty() || recent.getLast().seq() < latest.get()) {
        load();
      }
      if (!recent.isEmpty() && recent.getFirst().seq() <= seq + 1) {
        return recent.stream().filter(frame -> frame.seq() > seq).limit(limit).toList();
      }
    } finally {
      loading.unlock();
    }
    return frames(reader.messagesAfter(tenant, seq, limit));
  }

  /// Brings the newest messages into memory. What lies too far back to be reached in one page is
  /// left out: numbers in memory have no gap.
  private void load() throws SQLException {
    long from = Math.max(0, latest.get() - FRAMES_MAX);
    if (!recent.isEmpty() && recent.getLast().seq() > from) {
      from = recent.getLast().seq();
    } else {
      recent.clear();
      recentBytes = 0;
    }
    for (SseFrame frame : frames(reader.messagesAfter(tenant, from, FRAMES_MAX))) {
      recent.add(frame);
      recentBytes += frame.bytes().length;
    }
    while (recent.size() > FRAMES_MAX || (recentBytes > BYTES_MAX && recent.size() > 1)) {
      recentBytes -= recent.removeFirst().bytes().length;
    }
  }

  private static List<SseFrame> frames(List<InboxEntry> entries) {
    List<SseFrame> frames = new ArrayList<>(entries.size());
    entries.forEach(entry -> frames.add(SseFrame.message(entry)));
    return frames;
  }
}
