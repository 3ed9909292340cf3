package dev.sluice.gateway;

import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;
import java.util.Map;

/// What a sender may take of the HTTP server before it is known who it is.
///
/// @param connectionsMax open at once, 1 to 1000000; when there are as many, the one that has
///   waited longest for its sender makes room
/// @param requestBytesMax bytes of all requests that have not been answered yet, at least the
///   largest request; beyond, again, the one that has waited longest for its sender makes room
/// @param requestTime from the first byte of a request to its last, 100 ms to 5 min
/// @param idleTime between requests on one connection, 100 ms to 1 h
/// @param refusalsPerMinute of one source, 1 to 1000000; what it sends beyond that and has to be
///   refused is refused with 429
public record HttpLimits(
    int connectionsMax,
    long requestBytesMax,
    Duration requestTime,
    Duration idleTime,
    int refusalsPerMinute) {

  /// Twice the deliveries that may be under way at once.
  private static final int CONNECTIONS_MAX = 8_000;

  /// Sixteen of the largest, or 64,000 of the usual size, 1 KiB.
  private static final long REQUEST_BYTES_MAX = 64L * 1024 * 1024;

  /// 3 MB, Meta's largest, at 2.4 Mbit/s; Meta itself gives up sooner.
  private static final Duration REQUEST_TIME = Duration.ofSeconds(10);

  /// Longer than the 60 s for which the usual proxies keep a connection: the server must not be the
  /// first to let go, or a request is on its way to nobody.
  private static final Duration IDLE_TIME = Duration.ofSeconds(75);

  /// One a second: a wrong secret shows in the log soon, and a tenant who tries one by hand is not
  /// troubled.
  private static final int REFUSALS_PER_MINUTE = 60;

  /// A request's line and its headers, in bytes each: Netty's own defaults, four times what Meta
  /// and the usual proxies send.
  private static final int LINE_BYTES_MAX = 4 * 1024;

  private static final int HEADER_BYTES_MAX = 8 * 1024;

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(5);
  private static final Duration LONGEST_IDLE = Duration.ofHours(1);

  /// 8000 connections, 64 MiB, a request within 10 s, 75 s idle, 60 refusals a minute.
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          CONNECTIONS_MAX, REQUEST_BYTES_MAX, REQUEST_TIME, IDLE_TIME, REFUSALS_PER_MINUTE);

  /// @throws InvalidSetting naming the key and its constraint
  public HttpLimits {
    Bounds.between("connectionsMax", connectionsMax, 1, 1_000_000);
    Bounds.between("requestBytesMax", requestBytesMax, 1, Long.MAX_VALUE);
    Bounds.between("requestTime", requestTime, SHORTEST, LONGEST_REQUEST);
    Bounds.between("idleTime", idleTime, SHORTEST, LONGEST_IDLE);
    Bounds.between("refusalsPerMinute", refusalsPerMinute, 1, 1_000_000);
  }

  /// By Micronaut's names. Bodies are not unpacked: a signature is over the bytes as sent, and a
  /// packed kilobyte may be a gigabyte.
  static Map<String, Object> serverProperties() {
    return Map.of(
        "micronaut.server.netty.max-initial-line-length", LINE_BYTES_MAX,
        "micronaut.server.netty.max-header-size", HEADER_BYTES_MAX,
        "micronaut.server.netty.request-decompression-enabled", false);
  }
}
