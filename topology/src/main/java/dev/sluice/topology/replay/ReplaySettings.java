package dev.sluice.topology.replay;

import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;

/// What a replay assumes about the models, whose real latency is not in a recording.
///
/// @param sentimentLatency what the sentiment model takes, give or take a quarter
/// @param categoryLatency what the category model takes, give or take a quarter
/// @param permits calls under way at once per branch
public record ReplaySettings(Duration sentimentLatency, Duration categoryLatency, int permits) {

  private static final Duration LATENCY_MAX = Duration.ofMinutes(1);

  /// A remote model as we were shown one, a quicker one beside it, and the permits of production.
  public static final ReplaySettings DEFAULT =
      new ReplaySettings(Duration.ofMillis(800), Duration.ofMillis(300), 64);

  public ReplaySettings {
    checkLatency("sentimentLatency", sentimentLatency);
    checkLatency("categoryLatency", categoryLatency);
    if (permits < 1 || permits > 10_000) {
      throw new InvalidSetting("permits", permits, "must be between 1 and 10000");
    }
  }

  private static void checkLatency(String key, Duration latency) {
    if (latency.isNegative() || latency.compareTo(LATENCY_MAX) > 0) {
      throw new InvalidSetting(key, latency, "must be between PT0S and PT1M");
    }
  }
}
