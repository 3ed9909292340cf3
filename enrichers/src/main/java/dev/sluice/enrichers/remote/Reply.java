package dev.sluice.enrichers.remote;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What one request meets on the wire.
sealed interface Reply {

  /// An answer with its whole body, read as UTF-8.
  ///
  /// @param retryAfter what the server asks to wait; null when it does not
  record Answered(int status, String body, @Nullable Duration retryAfter) implements Reply {}

  /// No whole answer in time.
  record TimedOut() implements Reply {}

  /// Nobody took the connection.
  record NoConnection() implements Reply {}

  /// The connection broke before the answer was complete, or what came was no HTTP.
  record Dropped() implements Reply {}

  /// More than [BoundedBody#BYTES_MAX].
  record TooLarge() implements Reply {}
}
