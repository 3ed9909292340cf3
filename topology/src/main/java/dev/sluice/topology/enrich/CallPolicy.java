package dev.sluice.topology.enrich;

import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;
import java.util.OptionalLong;

/// How long and how often a model is asked before the message goes on without its answer.
///
/// @param deadline from the first call's turn to the last answer that counts, retries included
/// @param attempts calls at most, 1 to 10
/// @param backoff pause before the second attempt; doubled before each further one
public record CallPolicy(Duration deadline, int attempts, Duration backoff) {

  /// Six times the slowest model we were shown (800 ms), so that one retry after a slow failure
  /// still fits.
  static final Duration DEADLINE = Duration.ofSeconds(5);

  static final int ATTEMPTS = 3;

  /// Long enough for a model server to have dropped the load that made it refuse: one of its own
  /// requests.
  static final Duration BACKOFF = Duration.ofMillis(200);

  public static final CallPolicy DEFAULT = new CallPolicy(DEADLINE, ATTEMPTS, BACKOFF);

  public CallPolicy {
    if (!deadline.isPositive() || deadline.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new InvalidSetting("deadline", deadline, "must be above 0 and at most PT5M");
    }
    if (attempts < 1 || attempts > 10) {
      throw new InvalidSetting("attempts", attempts, "must be between 1 and 10");
    }
    if (backoff.isNegative()) {
      throw new InvalidSetting("backoff", backoff, "must not be negative");
    }
  }

  /// When to ask again after the attempt of that number (from 1) has failed; empty when it was the
  /// last one, or the deadline would pass first. All times in milliseconds.
  OptionalLong retryAt(int attempt, long nowMillis, long deadlineMillis) {
    long retryMillis = nowMillis + (backoff.toMillis() << (attempt - 1));
    return attempt < attempts && retryMillis < deadlineMillis
        ? OptionalLong.of(retryMillis)
        : OptionalLong.empty();
  }
}
