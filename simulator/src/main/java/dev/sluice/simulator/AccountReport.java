package dev.sluice.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What happened at one account of a [ProviderSimulator] so far. Times are of [System#nanoTime], 0
/// before the first request.
///
/// @param arrivals requests by our own message id, refused ones included; requests without id count
///   under the empty id
/// @param accepted times a message was accepted, by our own id: more than 1 reached its recipient
///   twice
/// @param throttled requests refused because they were too much at once
/// @param failed requests refused by a [Failure]
/// @param dropped sends accepted without an answer
/// @param peakInFlight most requests under way at once, refused ones aside
/// @param firstArrivalNanos when the first request arrived
/// @param lastArrivalNanos when the latest request arrived
/// @param lastAnswerNanos when the latest answer was ready
/// @param latencies as drawn, in the order of arrival; the last [#LATENCIES_MAX] of them
/// @param statusesPosted statuses the gateway acknowledged
/// @param statusesLost statuses given up, or not taken because too many were waiting
public record AccountReport(
    String account,
    Map<String, Integer> arrivals,
    Map<String, Integer> accepted,
    long throttled,
    long failed,
    long dropped,
    int peakInFlight,
    long firstArrivalNanos,
    long lastArrivalNanos,
    long lastAnswerNanos,
    List<Duration> latencies,
    long statusesPosted,
    long statusesLost) {

  /// Enough for the largest campaign a benchmark sends; 24 bytes each.
  public static final int LATENCIES_MAX = 1_000_000;

  public AccountReport {
    arrivals = Map.copyOf(arrivals);
    accepted = Map.copyOf(accepted);
    latencies = List.copyOf(latencies);
  }

  /// Messages accepted more than once.
  public long sentTwice() {
    return accepted.values().stream().filter(times -> times > 1).count();
  }

  /// Seconds from the first arrival to the latest answer.
  public double seconds() {
    return (lastAnswerNanos - firstArrivalNanos) / 1e9;
  }
}
