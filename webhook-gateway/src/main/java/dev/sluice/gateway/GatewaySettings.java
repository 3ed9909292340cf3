package dev.sluice.gateway;

import dev.sluice.schemas.InvalidSetting;
import dev.sluice.schemas.Retention;
import java.time.Duration;
import java.util.HashMap;
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
/// @param http what a sender may take of the HTTP server
public record GatewaySettings(
    Duration deadline,
    int bodyBytesMax,
    long bufferBytes,
    int inFlightMax,
    Duration retryAfter,
    int watchedTenantsMax,
    HttpLimits http) {

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
          1_000,
          HttpLimits.DEFAULT);

  /// @throws InvalidSetting naming the key and its constraint
  public GatewaySettings {
    Bounds.between("deadline", deadline, SHORTEST_DEADLINE, LONGEST_DEADLINE);
    Bounds.between("bodyBytesMax", bodyBytesMax, 1, BODY_BYTES_MAX);
    Bounds.between("bufferBytes", bufferBytes, Retention.MESSAGE_BYTES_MAX, Long.MAX_VALUE);
    Bounds.between("inFlightMax", inFlightMax, 1, 100_000);
    Bounds.between("retryAfter", retryAfter, SHORTEST_RETRY, LONGEST_RETRY);
    Bounds.between("watchedTenantsMax", watchedTenantsMax, 0, 10_000);
    Bounds.between("http.requestBytesMax", http.requestBytesMax(), bodyBytesMax, Long.MAX_VALUE);
  }

  /// With the default limits of the HTTP server.
  ///
  /// @throws InvalidSetting naming the key and its constraint
  public GatewaySettings(
      Duration deadline,
      int bodyBytesMax,
      long bufferBytes,
      int inFlightMax,
      Duration retryAfter,
      int watchedTenantsMax) {
    this(
        deadline,
        bodyBytesMax,
        bufferBytes,
        inFlightMax,
        retryAfter,
        watchedTenantsMax,
        HttpLimits.DEFAULT);
  }

  /// What the HTTP server must be configured with for these limits to hold, by Micronaut's names.
  /// The process that owns the server merges them into its own.
  public Map<String, Object> serverProperties() {
    Map<String, Object> properties = new HashMap<>(HttpLimits.serverProperties());
    properties.put("micronaut.server.max-request-size", bodyBytesMax);
    properties.put("micronaut.server.max-request-buffer-size", bodyBytesMax);
    return Map.copyOf(properties);
  }
}
