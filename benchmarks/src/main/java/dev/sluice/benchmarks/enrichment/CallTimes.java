package dev.sluice.benchmarks.enrichment;

import java.time.Duration;
import java.util.SplittableRandom;

/// How long model calls take: evenly distributed between two bounds.
///
/// @param least at least
/// @param most less than
record CallTimes(Duration least, Duration most) {

  /// A model in the house.
  static final CallTimes FAST = new CallTimes(Duration.ofMillis(20), Duration.ofMillis(60));

  /// The model service we were shown: 800 ms.
  static final CallTimes SLOW = new CallTimes(Duration.ofMillis(780), Duration.ofMillis(820));

  /// Each part and each round draws other times; the same in every run.
  private static final long SEED = 20_261_121;

  /// The two calls about one message.
  record Calls(long sentimentNanos, long categoryNanos) {
    long slowerNanos() {
      return Math.max(sentimentNanos, categoryNanos);
    }
  }

  /// The times of the calls about a message: a pure function of its id.
  Calls of(String messageId) {
    SplittableRandom random = new SplittableRandom(SEED ^ ((long) messageId.hashCode() << 32));
    return new Calls(draw(random), draw(random));
  }

  private long draw(SplittableRandom random) {
    return random.nextLong(least.toNanos(), most.toNanos());
  }

  @Override
  public String toString() {
    return "%d–%d ms".formatted(least.toMillis(), most.toMillis());
  }
}
