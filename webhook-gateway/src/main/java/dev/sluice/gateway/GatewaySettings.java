package dev.sluice.gateway;

import dev.sluice.schemas.InvalidSetting;
import dev.sluice.schemas.Retention;
import java.time.Duration;
import java.util.Map;

/// The limits of the gateway.
///
/// @param deadline from a verified delivery to its answer, 100 ms to 4 s: Meta gives up after 5 s
/// @param bodyBytesMax the largest delivery, in bytes, at most what a topic takes; what is larger
///   is refused with 413
/// @param bufferBytes memory for records on their way to Kafka, in bytes; when it is full,
///   deliveries are refused with 503
/// @param inFlightMax appends under way at once, 1 to 100000; beyond, deliveries are refused with
///   503
/// @param retryAfter what a refused sender is told to wait, in whole seconds, 1 s to 1 h
/// @param watchedTenantsMax tenants whose time since the last delivery is a metric, 0 to 10000
public record GatewaySettings(
    Duration deadline,
    int bodyBytesMax,
    long bufferBytes,
    int inFlightMax,
    Duration retryAfter,
    int watchedTenantsMax) {

  /// Meta documents bodies of up to 3 MB.
  private static final int BODY_BYTES_MAX = 4 * 1024 * 1024;

  /// Two seconds of 1,000 deliveries a second, the load the gateway is made for, while storage
  /// stands still, and as much again.
  private static final int IN_FLIGHT_MAX = 4_000;

  /// Room for sixteen deliveries of the largest size, or for `IN_FLIGHT_MAX` of 16 KiB.
  private static final long BUFFER_BYTES = 16L * BODY_BYTES_MAX;

  private static final Duration SHORTEST_DEADLINE = Duration.ofMillis(100);
  private static final Duration LONGEST_DEADLINE = Duration.ofSeconds(4);
  private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofHours(1);

  /// Deadline 2 s, bodies to 4 MiB, 64 MiB and 4000 appends in flight, retry after 5 s, 1000
  /// tenants watched.
  public static final GatewaySettings DEFAULT =
      new GatewaySettings(
          Duration.ofSeconds(2),
          BODY_BYTES_MAX,
          BUFFER_BYTES,
          IN_FLIGHT_MAX,
          Duration.ofSeconds(5),
          1_000);

  /// @throws InvalidSetting naming the key and its constraint
  public GatewaySettings {
    between("deadline", deadline, SHORTEST_DEADLINE, LONGEST_DEADLINE);
    between("bodyBytesMax", bodyBytesMax, 1, BODY_BYTES_MAX);
    between("bufferBytes", bufferBytes, Retention.MESSAGE_BYTES_MAX, Long.MAX_VALUE);
    between("inFlightMax", inFlightMax, 1, 100_000);
    between("retryAfter", retryAfter, SHORTEST_RETRY, LONGEST_RETRY);
    between("watchedTenantsMax", watchedTenantsMax, 0, 10_000);
  }

  /// What the HTTP server must be configured with for [#bodyBytesMax] to hold, by Micronaut's
  /// names. The process that owns the server merges them into its own.
  public Map<String, Object> serverProperties() {
    return Map.of(
        "micronaut.server.max-request-size", bodyBytesMax,
        "micronaut.server.max-request-buffer-size", bodyBytesMax);
  }

  private static void between(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidSetting(key, value, "must be between %d and %d".formatted(least, most));
    }
  }

  private static void between(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new InvalidSetting(key, value, "must be between %s and %s".formatted(least, most));
    }
  }
}
