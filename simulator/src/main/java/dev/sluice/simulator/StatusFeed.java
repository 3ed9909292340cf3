package dev.sluice.simulator;

import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.simulator.wire.WhatsAppBody;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/// Reports to a gateway what becomes of one account's accepted messages: sent, delivered, read.
///
/// Asynchronous and in order: one thread posts what is due, up to [#BATCH_MAX] statuses a webhook,
/// and again until the gateway acknowledges. Thread-safe.
final class StatusFeed implements AutoCloseable {

  /// A tenth of what Meta may put into one webhook.
  static final int BATCH_MAX = 100;

  /// The three statuses of ten times as many messages as may be in flight: 3 x 10 x
  /// [Throttle#IN_FLIGHT_MAX]. What exceeds it is lost and counted.
  private static final int WAITING_MAX = 300_000;

  private final String account;
  private final StatusSink sink;
  private final long seed;
  private final WebhookPoster poster;
  private final DelayQueue<Status> waiting = new DelayQueue<>();
  private final Thread thread;
  private long sequence;
  private int outstanding;
  private long posted;
  private long lost;

  private StatusFeed(String account, StatusSink sink, long seed) {
    this.account = account;
    this.sink = sink;
    this.seed = seed;
    this.poster =
        new WebhookPoster(sink.gateway(), MetaSettings.REQUEST_TIMEOUT, Redelivery.DEFAULT);
    this.thread = Thread.ofVirtual().name("statuses-" + account).unstarted(this::run);
  }

  static StatusFeed start(String account, StatusSink sink, long seed) {
    StatusFeed feed = new StatusFeed(account, sink, seed);
    feed.thread.start();
    return feed;
  }

  /// @param place tells statuses of one moment apart, so that they keep their order
  private record Status(
      String providerMessageId,
      ProviderContract.Send send,
      State state,
      Instant at,
      long dueNanos,
      long place)
      implements Delayed {

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      Status that = (Status) other;
      int byTime = Long.compare(dueNanos - that.dueNanos, 0);
      return byTime != 0 ? byTime : Long.compare(place, that.place);
    }
  }

  /// Takes note of an accepted message. Never blocks.
  void accepted(ProviderContract.Send send, String providerMessageId) {
    boolean fails = Draws.uniform(seed, providerMessageId, 0, "status") < sink.failedShare();
    List<State> states =
        fails
            ? List.of(State.SENT, State.FAILED)
            : List.of(State.SENT, State.DELIVERED, State.READ);
    enqueue(send, providerMessageId, states);
  }

  synchronized long posted() {
    return posted;
  }

  synchronized long lost() {
    return lost;
  }

  /// Waits until every status is posted or lost.
  ///
  /// @return false when that took longer
  synchronized boolean awaitPosted(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (outstanding > 0) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /// Stops at once; what waits is not posted.
  @Override
  public void close() {
    thread.interrupt();
    poster.close();
  }

  private synchronized void enqueue(
      ProviderContract.Send send, String providerMessageId, List<State> states) {
    if (outstanding + states.size() > WAITING_MAX) {
      lost += states.size();
      return;
    }
    long due = System.nanoTime();
    Instant at = Instant.now();
    for (State state : states) {
      due += sink.step().toNanos();
      at = at.plus(sink.step());
      waiting.add(new Status(providerMessageId, send, state, at, due, sequence++));
    }
    outstanding += states.size();
  }

  private void run() {
    try {
      while (true) {
        List<Status> batch = new ArrayList<>();
        batch.add(waiting.take());
        waiting.drainTo(batch, BATCH_MAX - 1);
        settle(batch.size(), poster.post(sink.app(), body(batch)).acknowledged());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void settle(int count, boolean acknowledged) {
    outstanding -= count;
    if (acknowledged) {
      posted += count;
    } else {
      lost += count;
    }
    notifyAll();
  }

  private byte[] body(List<Status> batch) {
    WhatsAppBody body = MetaPayloads.whatsApp(account);
    for (Status status : batch) {
      String id = status.providerMessageId();
      String to = status.send().to();
      String correlation = status.send().correlation();
      body.at(status.at());
      if (status.state() == State.FAILED) {
        body.failed(id, to, correlation, sink.failure());
      } else {
        body.status(id, to, status.state(), correlation);
      }
    }
    return body.bytes();
  }
}
