package dev.sluice.dispatcher;

import dev.sluice.lanes.LaneLimits;
import dev.sluice.schemas.TenantId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One circuit breaker for each tenant whose provider has failed: when it seems to be down, it is
/// left alone for a while and then tried with one request at a time. Thread-safe.
///
/// Only answers that are no answer count as failures: transient ones and those in doubt. A refusal
/// or a throttle comes from a provider that works. An open breaker fails no message: its tenant's
/// lane is on hold, then one request begins, and the lane waits for what comes of it.
///
/// Memory holds tenants with a failure among their last [#WINDOW] answers.
final class ProviderBreakers implements LaneGate {

  private static final Logger log = LoggerFactory.getLogger(ProviderBreakers.class);

  /// The last answers that count, about a window of 30 with its usual permits in use.
  static final int WINDOW = 20;

  /// Fewer say nothing: of a provider that fails one request in twenty, ten answers hold five
  /// failures once in 16,000.
  static final int REQUESTS_BEFORE_OPEN = 10;

  /// Percent of the window that failed.
  static final float FAILED_PERCENT = 50;

  /// The first rest: a provider's instance restarts in about that time.
  static final Duration WAIT_FIRST = Duration.ofSeconds(5);

  /// The longest: a provider that is back is noticed within a minute.
  static final Duration WAIT_MAX = Duration.ofMinutes(1);

  private static final double WAIT_FACTOR = 2;

  /// Beyond the rest, so that the breaker's clock is certainly over it when the lane's is.
  private static final Duration MARGIN = Duration.ofMillis(50);

  private final IntervalFunction waits;
  private final CircuitBreakerConfig config;
  private final Map<TenantId, Guard> guards = new ConcurrentHashMap<>();

  /// One tenant's breaker, and how often it has opened since it was closed.
  private static final class Guard {
    private final CircuitBreaker breaker;
    private int openings;

    Guard(CircuitBreaker breaker) {
      this.breaker = breaker;
    }
  }

  /// What an answer has changed.
  ///
  /// @param rest how long nothing of the tenant is to begin; zero when its breaker is closed
  record Change(Duration rest) {}

  ProviderBreakers(LongSupplier nanos) {
    this(nanos, WAIT_FIRST);
  }

  /// @param nanos a clock that a change of the time of day does not move
  /// @param first the first rest
  ProviderBreakers(LongSupplier nanos, Duration first) {
    this.waits = IntervalFunction.ofExponentialBackoff(first, WAIT_FACTOR, WAIT_MAX);
    this.config =
        CircuitBreakerConfig.custom()
            .slidingWindowType(SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(WINDOW)
            .minimumNumberOfCalls(REQUESTS_BEFORE_OPEN)
            .failureRateThreshold(FAILED_PERCENT)
            .waitIntervalFunctionInOpenState(waits)
            .permittedNumberOfCallsInHalfOpenState(1)
            .writableStackTraceEnabled(false)
            .clock(new SteadyClock(nanos, nanos.getAsLong()))
            .currentTimestampFunction(_ -> nanos.getAsLong(), TimeUnit.NANOSECONDS)
            .build();
  }

  /// Whether a request may begin. One that may is owed to [#note] or to [#abandoned].
  boolean mayBegin(TenantId tenant) {
    Guard guard = guards.get(tenant);
    return guard == null || guard.breaker.tryAcquirePermission();
  }

  /// Notes that a request ended without anything to learn from it.
  void abandoned(TenantId tenant) {
    Guard guard = guards.get(tenant);
    if (guard != null) {
      guard.breaker.releasePermission();
    }
  }

  /// Notes what came of a request.
  ///
  /// @return what that has changed, if anything
  Optional<Change> note(TenantId tenant, ProviderAnswer answer) {
    return switch (answer) {
      case ProviderAnswer.Transient _, ProviderAnswer.InDoubt _ ->
          failed(guards.computeIfAbsent(tenant, this::guard));
      case ProviderAnswer.Accepted _,
          ProviderAnswer.Throttled _,
          ProviderAnswer.RecipientBusy _,
          ProviderAnswer.TenantStopped _,
          ProviderAnswer.CampaignStopped _,
          ProviderAnswer.Refused _ -> {
        Guard guard = guards.get(tenant);
        yield guard == null ? Optional.empty() : answered(tenant, guard);
      }
    };
  }

  private Optional<Change> failed(Guard guard) {
    synchronized (guard) {
      State before = guard.breaker.getState();
      guard.breaker.onError(0, TimeUnit.NANOSECONDS, new Failure());
      if (before == State.OPEN || guard.breaker.getState() != State.OPEN) {
        return Optional.empty();
      }
      guard.openings++;
      return Optional.of(new Change(Duration.ofMillis(waits.apply(guard.openings)).plus(MARGIN)));
    }
  }

  private Optional<Change> answered(TenantId tenant, Guard guard) {
    synchronized (guard) {
      State before = guard.breaker.getState();
      guard.breaker.onSuccess(0, TimeUnit.NANOSECONDS);
      boolean closed = guard.breaker.getState() == State.CLOSED;
      if (closed && guard.breaker.getMetrics().getNumberOfFailedCalls() == 0) {
        guards.remove(tenant, guard);
      }
      if (!closed || before == State.CLOSED) {
        return Optional.empty();
      }
      guard.openings = 0;
      return Optional.of(new Change(Duration.ZERO));
    }
  }

  /// Whether a tenant's provider is left alone or being tried.
  boolean isOpen(TenantId tenant) {
    Guard guard = guards.get(tenant);
    return guard != null && guard.breaker.getState() != State.CLOSED;
  }

  @Override
  public LaneLimits limits(TenantId tenant, LaneLimits limits) {
    return isOpen(tenant) ? LaneGate.narrowed(limits, 1) : limits;
  }

  private Guard guard(TenantId tenant) {
    CircuitBreaker breaker = CircuitBreaker.of(tenant.value(), config);
    breaker
        .getEventPublisher()
        .onStateTransition(
            event ->
                log.atWarn()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("reason", event.getStateTransition())
                    .log("breaker of the tenant's provider moved"));
    return new Guard(breaker);
  }

  /// The breaker wants an exception; which, it is not asked.
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failure() {
      super("the provider gave no answer", null, false, false);
    }
  }

  /// A breaker must not stay open for an hour because the machine's clock was put back.
  private static final class SteadyClock extends Clock {

    private final LongSupplier nanos;
    private final long start;

    SteadyClock(LongSupplier nanos, long start) {
      this.nanos = nanos;
      this.start = start;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(nanos.getAsLong() - start);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
