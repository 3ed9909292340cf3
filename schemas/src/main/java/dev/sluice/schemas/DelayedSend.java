package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A send that waits longer than the dispatcher keeps in memory.
///
/// @param attempts requests made so far
/// @param notBefore when it may be tried again
/// @param failures those of its requests that failed for the message's own sake; absent for none
/// @param firstAttemptAt when its first request began; absent before that
public record DelayedSend(
    OutboundMessage message,
    int attempts,
    Instant notBefore,
    @Nullable Integer failures,
    @Nullable Instant firstAttemptAt) {

  /// @throws InvalidSetting when more requests failed than were made
  public DelayedSend {
    requireNonNull(message, "message");
    requireNonNull(notBefore, "notBefore");
    if (failures != null && (failures < 0 || failures > attempts)) {
      throw new InvalidSetting("failures", failures, "must be from 0 to " + attempts);
    }
  }

  /// A message of which nobody noted how it came to its attempts.
  public DelayedSend(OutboundMessage message, int attempts, Instant notBefore) {
    this(message, attempts, notBefore, null, null);
  }
}
