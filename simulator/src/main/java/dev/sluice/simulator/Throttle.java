package dev.sluice.simulator;

import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a provider refuses because it is too much at once. The refusal is the contract's own:
/// Meta's code 130429, Twilio's 20429, words of 360dialog.
///
/// @param maxInFlight requests of one account answered at the same time
/// @param ratePerSecond requests of one account begun per second, with a second's worth of burst;
///   positive infinity for no limit
/// @param httpStatus of the refusal: 429, or 400 as some providers have it
/// @param retryAfter sent as `Retry-After` in whole seconds, rounded up; null sends none, as Meta
public record Throttle(
    int maxInFlight, double ratePerSecond, int httpStatus, @Nullable Duration retryAfter) {

  /// Half of the 20,000 descriptors a process may have on a usual machine; the other half is the
  /// client's, where both share one process.
  public static final int IN_FLIGHT_MAX = 10_000;

  /// What [HTTP](https://www.rfc-editor.org/rfc/rfc6585) has for it.
  static final int TOO_MANY_REQUESTS = 429;

  /// As good as none.
  public static final Throttle NONE =
      new Throttle(IN_FLIGHT_MAX, Double.POSITIVE_INFINITY, TOO_MANY_REQUESTS, null);

  public Throttle {
    Checks.atLeastOne("maxInFlight", maxInFlight);
    if (!(ratePerSecond > 0)) {
      throw new InvalidSetting("ratePerSecond", ratePerSecond, "must be above 0");
    }
  }

  /// No limit but this many requests at the same time.
  public static Throttle inFlight(int max) {
    return new Throttle(max, NONE.ratePerSecond, TOO_MANY_REQUESTS, null);
  }

  /// No limit but this many requests per second.
  public static Throttle rate(double perSecond) {
    return new Throttle(IN_FLIGHT_MAX, perSecond, TOO_MANY_REQUESTS, null);
  }

  public Throttle withRetryAfter(Duration time) {
    return new Throttle(maxInFlight, ratePerSecond, httpStatus, time);
  }

  public Throttle withHttpStatus(int status) {
    return new Throttle(maxInFlight, ratePerSecond, status, retryAfter);
  }
}
