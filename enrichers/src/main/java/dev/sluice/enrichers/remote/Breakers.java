package dev.sluice.enrichers.remote;

import dev.sluice.schemas.TenantId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One circuit breaker for each tenant and endpoint: after too many failures the endpoint is left
/// alone for a while, then tried with a few requests. Thread-safe.
final class Breakers {

  private static final Logger log = LoggerFactory.getLogger(Breakers.class);

  /// The last requests that count: a second's worth of 16 in flight at 800 ms.
  static final int WINDOW = 20;

  /// Fewer say nothing: with 10 a healthy endpoint that fails one request in twenty opens its
  /// breaker once in 16,000 windows.
  static final int REQUESTS_BEFORE_OPEN = 10;

  /// Percent of the window that failed.
  static final float FAILED_PERCENT = 50;

  /// How long an endpoint is left alone: a model server takes about that long to restart, and 10 s
  /// of timeouts of 2.5 s would hold every permit of the endpoint four times.
  static final Duration WAIT = Duration.ofSeconds(10);

  /// Requests that try an endpoint afterwards; everything else falls back meanwhile.
  static final int TRIALS = 3;

  /// Breakers kept, about 2 KB each; one forgotten starts anew, closed.
  static final int KEPT = 4_000;

  private record Key(TenantId tenant, String endpoint) {}

  private final Recent<Key, CircuitBreaker> breakers = new Recent<>(KEPT);
  private final CircuitBreakerConfig config;

  Breakers(Pace pace) {
    this.config =
        CircuitBreakerConfig.custom()
            .slidingWindowType(SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(WINDOW)
            .minimumNumberOfCalls(REQUESTS_BEFORE_OPEN)
            .failureRateThreshold(FAILED_PERCENT)
            .waitDurationInOpenState(WAIT)
            .permittedNumberOfCallsInHalfOpenState(TRIALS)
            .writableStackTraceEnabled(false)
            .clock(new SteadyClock(pace))
            .currentTimestampFunction(clock -> pace.nanos(), TimeUnit.NANOSECONDS)
            .build();
  }

  CircuitBreaker of(TenantId tenant, String endpoint) {
    return breakers.update(
        new Key(tenant, endpoint), known -> known == null ? made(tenant, endpoint) : known);
  }

  private CircuitBreaker made(TenantId tenant, String endpoint) {
    CircuitBreaker breaker = CircuitBreaker.of(tenant + " " + endpoint, config);
    breaker
        .getEventPublisher()
        .onStateTransition(
            event ->
                log.atWarn()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("reason", event.getStateTransition())
                    .log("breaker of the model at {} moved", endpoint));
    return breaker;
  }
}
