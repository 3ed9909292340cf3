package dev.sluice.gateway;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts refusals by source and tells when a source has had too many. Thread-safe.
///
/// It is asked only after a request was found wrong, so whatever is signed passes, also from a
/// source with many refusals: behind a proxy, or in a data centre, that may be Meta's.
final class RefusedSources {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedSources.class);

  static final Duration WINDOW = Duration.ofMinutes(1);

  /// Sources counted at once, some 100 bytes each. Further ones are refused uncounted.
  private static final int SOURCES_MAX = 10_000;

  private final int perWindowMax;
  private final InstantSource clock;
  private volatile Window current;

  private record Window(long number, Map<String, AtomicInteger> counts) {}

  RefusedSources(int perWindowMax, InstantSource clock) {
    this.perWindowMax = perWindowMax;
    this.clock = clock;
    this.current = new Window(number(), new ConcurrentHashMap<>());
  }

  /// Counts a refusal and says what to answer instead of it.
  Reply said(String source, Reply.Refusal refusal) {
    Map<String, AtomicInteger> counts = window().counts();
    if (counts.size() >= SOURCES_MAX && !counts.containsKey(source)) {
      return refusal;
    }
    int count = counts.computeIfAbsent(source, any -> new AtomicInteger()).incrementAndGet();
    if (count <= perWindowMax) {
      return refusal;
    }
    if (count == perWindowMax + 1) {
      LOG.atWarn()
          .addKeyValue("reason", "more than %d within %s".formatted(perWindowMax, WINDOW))
          .log("one source sends what has to be refused");
    }
    return new Reply.TooManyRefused();
  }

  private Window window() {
    Window window = current;
    return window.number() == number() ? window : begin();
  }

  private synchronized Window begin() {
    long number = number();
    if (current.number() != number) {
      current = new Window(number, new ConcurrentHashMap<>());
    }
    return current;
  }

  private long number() {
    return clock.millis() / WINDOW.toMillis();
  }
}
