package dev.sluice.dispatcher;

import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;

/// How the dispatcher reads, commits, retries and stops. What a single tenant may do is in the
/// tenant's own settings.
///
/// @param group consumer group that shares the tenants among dispatchers
/// @param commitInterval time between commits, 10 ms to 10 s; what finished since the last one is
///   sent again after a crash
/// @param connectTimeout for a connection to a provider, 100 ms to 60 s
/// @param drainTimeout how long requests under way may go on when their tenant moves to another
///   dispatcher or this one closes, at most 4 min: longer and the group would give this member up,
///   which it does after 5 min
/// @param reservedForReplies requests of each tenant's window that campaigns leave to replies, 0 to
///   100; a smaller window leaves one to campaigns
/// @param maxInFlight requests under way at once over all tenants, 1 to 1,000,000. Where it binds,
///   tenants take turns, one request each
public record DispatcherSettings(
    String group,
    Duration commitInterval,
    Duration connectTimeout,
    Duration drainTimeout,
    int reservedForReplies,
    int maxInFlight,
    Retry retry) {

  /// Commits every 100 ms, drains for 30 s (one request's default timeout), keeps 4 for replies.
  /// 10,000 in flight: over HTTP/1.1 each is a socket, and a process is commonly granted 20,000
  /// descriptors, of which half are left to idle connections, the brokers and everything else. At
  /// some 70 KiB of heap each they take 700 MB.
  public static final DispatcherSettings DEFAULT =
      new DispatcherSettings(
          "sluice-dispatcher",
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          4,
          10_000,
          Retry.DEFAULT);

  private static final int RESERVED_MAX = 100;
  private static final int IN_FLIGHT_MAX = 1_000_000;

  /// How long a message that was certainly not sent is tried again, and how long of that in memory.
  ///
  /// @param attempts requests that may fail for the message's own sake, 1 to 10
  /// @param within from the first request on, 1 s to 5 min
  /// @param patience from the first request on, while it is not the message but the tenant's number
  ///   that is refused, 1 min to 24 h: then a campaign's message is parked and comes back. Such an
  ///   answer never fails a message; a refused account is waited for without limit, too
  /// @param probe between two requests of a tenant whose account or credential is refused, 100 ms
  ///   to 1 h
  public record Retry(int attempts, Duration within, Duration patience, Duration probe) {

    /// 4 attempts in 60 s; an hour for a number. A probe a minute: often enough for the person who
    /// has just mended a credential, and 1,440 refusals a day for the one who has not.
    public static final Retry DEFAULT =
        new Retry(4, Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofMinutes(1));

    private static final int ATTEMPTS_MAX = 10;

    /// @throws InvalidSetting naming the key and its constraint
    public Retry {
      Bounds.between("retry.attempts", attempts, 1, ATTEMPTS_MAX);
      Bounds.between("retry.within", within, Duration.ofSeconds(1), Duration.ofMinutes(5));
      Bounds.between("retry.patience", patience, Duration.ofMinutes(1), Duration.ofHours(24));
      Bounds.between("retry.probe", probe, Duration.ofMillis(100), Duration.ofHours(1));
    }
  }

  /// @throws InvalidSetting naming the key and its constraint
  public DispatcherSettings {
    if (group.isBlank()) {
      throw new InvalidSetting("group", group, "must not be blank");
    }
    Bounds.between("commitInterval", commitInterval, Duration.ofMillis(10), Duration.ofSeconds(10));
    Bounds.between(
        "connectTimeout", connectTimeout, Duration.ofMillis(100), Duration.ofSeconds(60));
    Bounds.between("drainTimeout", drainTimeout, Duration.ZERO, Duration.ofMinutes(4));
    Bounds.between("reservedForReplies", reservedForReplies, 0, RESERVED_MAX);
    Bounds.between("maxInFlight", maxInFlight, 1, IN_FLIGHT_MAX);
  }

  /// The same under another group.
  public DispatcherSettings withGroup(String newGroup) {
    return new DispatcherSettings(
        newGroup,
        commitInterval,
        connectTimeout,
        drainTimeout,
        reservedForReplies,
        maxInFlight,
        retry);
  }

  /// The same with another time to drain.
  public DispatcherSettings withDrainTimeout(Duration newTimeout) {
    return new DispatcherSettings(
        group, commitInterval, connectTimeout, newTimeout, reservedForReplies, maxInFlight, retry);
  }

  /// The same with other retries.
  public DispatcherSettings withRetry(Retry newRetry) {
    return new DispatcherSettings(
        group,
        commitInterval,
        connectTimeout,
        drainTimeout,
        reservedForReplies,
        maxInFlight,
        newRetry);
  }

  /// A class of its own: were they methods of the settings, reading [Retry] first would leave the
  /// default settings without one.
  private static final class Bounds {

    static void between(String key, Duration value, Duration least, Duration most) {
      if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
        throw new InvalidSetting(key, value, "must be between %s and %s".formatted(least, most));
      }
    }

    static void between(String key, int value, int least, int most) {
      if (value < least || value > most) {
        throw new InvalidSetting(key, value, "must be between %d and %d".formatted(least, most));
      }
    }
  }
}
