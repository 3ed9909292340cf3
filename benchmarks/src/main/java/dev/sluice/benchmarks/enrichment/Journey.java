package dev.sluice.benchmarks.enrichment;

import dev.sluice.schemas.InboxItem;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What became of one message: every time by `System.nanoTime` of this process.
///
/// Written by the sender, the models and the reader, each its own fields; read when the message has
/// arrived.
final class Journey {

  private final Message message;
  private volatile long sentNanos;
  private volatile long appendedNanos;
  private volatile Call sentiment = Call.NONE;
  private volatile Call category = Call.NONE;
  private volatile long visibleNanos;
  private final AtomicInteger arrivals = new AtomicInteger();
  private volatile @Nullable InboxItem item;

  /// A call as it really was: including what the machine added to it.
  private record Call(long fromNanos, long toNanos) {
    static final Call NONE = new Call(0, 0);

    long nanos() {
      return toNanos - fromNanos;
    }
  }

  Journey(Message message) {
    this.message = message;
  }

  Message message() {
    return message;
  }

  void sent(long nanos) {
    sentNanos = nanos;
  }

  /// The broker has it.
  void appended(long nanos) {
    appendedNanos = nanos;
  }

  void sentimentTook(long fromNanos, long toNanos) {
    sentiment = new Call(fromNanos, toNanos);
  }

  void categoryTook(long fromNanos, long toNanos) {
    category = new Call(fromNanos, toNanos);
  }

  /// A consumer that reads only what is committed has seen it. Called by one thread.
  ///
  /// @return whether for the first time
  boolean arrived(long nanos, InboxItem arrival) {
    boolean first = arrivals.get() == 0;
    if (first) {
      visibleNanos = nanos;
      item = arrival;
    }
    arrivals.incrementAndGet();
    return first;
  }

  int arrivals() {
    return arrivals.get();
  }

  boolean isDegraded() {
    InboxItem arrived = item;
    return arrived != null && arrived.degraded();
  }

  @Nullable InboxItem item() {
    return item;
  }

  long sentNanos() {
    return sentNanos;
  }

  long appendedNanos() {
    return appendedNanos;
  }

  /// When the later of the two calls began.
  long beganNanos() {
    return Math.max(sentiment.fromNanos(), category.fromNanos());
  }

  /// When the later of the two answers was there.
  long answeredNanos() {
    return Math.max(sentiment.toNanos(), category.toNanos());
  }

  long visibleNanos() {
    return visibleNanos;
  }

  /// From the webhooks to the inbox.
  long totalNanos() {
    return visibleNanos - appendedNanos;
  }

  /// What the slower of the two calls took.
  long modelNanos() {
    return Math.max(sentiment.nanos(), category.nanos());
  }

  /// What the message took beyond the slower of its two calls.
  long overModelNanos() {
    return totalNanos() - modelNanos();
  }
}
