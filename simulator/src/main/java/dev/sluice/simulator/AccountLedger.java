package dev.sluice.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;

/// The books of one account: who came, who was let in, who is still there. Thread-safe.
final class AccountLedger {

  /// The latest ids are kept; the oldest are forgotten first. About 150 bytes each.
  private static final int MESSAGES_MAX = 1_000_000;

  /// The burst a rate limit lets through at once: a second's worth.
  private static final long BURST_NANOS = 1_000_000_000;

  private final Map<String, Tally> tallies =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tally> eldest) {
          return size() > MESSAGES_MAX;
        }
      };
  private final Queue<Duration> latencies = new ArrayDeque<>();
  private long throttled;
  private long failed;
  private long dropped;
  private int inFlight;
  private int peakInFlight;
  private long firstArrival;
  private long lastArrival;
  private long lastAnswer;
  private long nextAtRate;

  private static final class Tally {
    int arrivals;
    int accepted;
  }

  /// How a request that was let in ends.
  enum End {
    ACCEPTED,
    DROPPED,
    FAILED
  }

  /// Counts a request and lets it in unless it is too much at once.
  ///
  /// @return the number of the attempt, 1 for the first request about that message; empty when it
  ///   is refused
  synchronized OptionalInt arrive(String messageId, Throttle throttle, long now) {
    if (firstArrival == 0) {
      firstArrival = now;
      nextAtRate = now;
    }
    lastArrival = now;
    Tally tally = tallies.computeIfAbsent(messageId, ignored -> new Tally());
    tally.arrivals++;
    if (inFlight >= throttle.maxInFlight() || !isWithinRate(throttle.ratePerSecond(), now)) {
      throttled++;
      lastAnswer = now;
      return OptionalInt.empty();
    }
    inFlight++;
    peakInFlight = Math.max(peakInFlight, inFlight);
    return OptionalInt.of(tally.arrivals);
  }

  synchronized void draw(Duration latency) {
    if (latencies.size() == AccountReport.LATENCIES_MAX) {
      latencies.remove();
    }
    latencies.add(latency);
  }

  /// Ends a request that was let in. To be called before its answer is written, so that the next
  /// request of a sender that keeps to a bound never meets its own last one.
  synchronized void leave(String messageId, End end, long now) {
    inFlight--;
    lastAnswer = now;
    switch (end) {
      case ACCEPTED -> accept(messageId);
      case DROPPED -> {
        dropped++;
        accept(messageId);
      }
      case FAILED -> failed++;
    }
  }

  synchronized AccountReport report(String account, Optional<StatusFeed> feed) {
    Map<String, Integer> arrivals = new HashMap<>();
    Map<String, Integer> accepted = new HashMap<>();
    tallies.forEach(
        (id, tally) -> {
          arrivals.put(id, tally.arrivals);
          if (tally.accepted > 0) {
            accepted.put(id, tally.accepted);
          }
        });
    return new AccountReport(
        account,
        arrivals,
        accepted,
        throttled,
        failed,
        dropped,
        peakInFlight,
        firstArrival,
        lastArrival,
        lastAnswer,
        new ArrayList<>(latencies),
        feed.map(StatusFeed::posted).orElse(0L),
        feed.map(StatusFeed::lost).orElse(0L));
  }

  private void accept(String messageId) {
    tallies.computeIfAbsent(messageId, ignored -> new Tally()).accepted++;
  }

  /// A virtual schedule of requests evenly spaced; one more than a second ahead of it is too many.
  private boolean isWithinRate(double perSecond, long now) {
    long earliest = Math.max(nextAtRate, now);
    long spacing = (long) (BURST_NANOS / perSecond);
    if (earliest + spacing - now > Math.max(BURST_NANOS, spacing)) {
      return false;
    }
    nextAtRate = earliest + spacing;
    return true;
  }
}
