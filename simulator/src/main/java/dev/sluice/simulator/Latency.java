package dev.sluice.simulator;

import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;

/// How long a provider takes to answer.
public sealed interface Latency {

  /// No request of Sluice waits longer: the longest request timeout a tenant can set.
  Duration LONGEST = Duration.ofMinutes(5);

  /// The time one attempt takes, between nothing and [#LONGEST]. The same for the same arguments,
  /// in every run and on every machine.
  ///
  /// @param messageId our own id of the message
  /// @param attempt 1 for the first request about it
  Duration draw(long seed, String messageId, int attempt);

  /// The same time for every request.
  static Latency constant(Duration time) {
    return new Constant(time);
  }

  /// Most answers around the median, a few very late: what providers do.
  static Latency lognormal(Duration median, Duration p99) {
    return new Lognormal(median, p99);
  }

  /// The same time for every request.
  record Constant(Duration time) implements Latency {
    public Constant {
      Checks.notNegative("time", time);
    }

    @Override
    public Duration draw(long seed, String messageId, int attempt) {
      return time.compareTo(LONGEST) > 0 ? LONGEST : time;
    }
  }

  /// Times whose logarithm is normally distributed.
  ///
  /// @param p99 what one request in a hundred exceeds; not below the median
  record Lognormal(Duration median, Duration p99) implements Latency {

    /// The 99th percentile of the standard normal distribution.
    private static final double Z99 = 2.326;

    private static final double NANOS = 1e9;

    public Lognormal {
      Checks.positive("median", median);
      if (p99.compareTo(median) < 0) {
        throw new InvalidSetting("p99", p99, "must not be below the median " + median);
      }
    }

    /// The standard deviation of the logarithm.
    public double sigma() {
      return Math.log((double) p99.toNanos() / median.toNanos()) / Z99;
    }

    @Override
    public Duration draw(long seed, String messageId, int attempt) {
      double z = Draws.normal(Draws.hash(seed, messageId, attempt, "latency"));
      double seconds = median.toNanos() / NANOS * Math.exp(sigma() * z);
      double longest = LONGEST.toNanos() / NANOS;
      return Duration.ofNanos((long) (Math.min(seconds, longest) * NANOS));
    }
  }
}
