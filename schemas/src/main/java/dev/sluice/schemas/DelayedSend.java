package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// A send that waits longer than the dispatcher keeps in memory.
///
/// @param attempts requests made so far
/// @param notBefore when it may be tried again
public record DelayedSend(OutboundMessage message, int attempts, Instant notBefore) {

  public DelayedSend {
    requireNonNull(message, "message");
    requireNonNull(notBefore, "notBefore");
  }
}
