package dev.sluice.enrichers.remote;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When the second request of a question is made. Pure.
final class RetryRule {

  /// Requests for one question: the first and one more. A model that needs a third is overloaded,
  /// and the embedded one answers in the time of a pause.
  static final int REQUESTS_MAX = 2;

  /// Everything for one question: requests, pause and bodies. The topology gives a message 5 s; the
  /// embedded model needs hundredths of one, even when its permits are taken.
  static final Duration BUDGET = Duration.ofMillis(4_500);

  /// The pause is drawn evenly from here to three times as long, so that what failed together does
  /// not come back together; on average the 200 ms after which the topology retries, too.
  static final Duration PAUSE_LEAST = Duration.ofMillis(100);

  /// A retry with less time than this, or than the request's own timeout if that is shorter, would
  /// only load a server that cannot answer in time: fast models take 50 ms to 250 ms.
  static final Duration TIME_WORTH_ASKING = Duration.ofMillis(250);

  /// Three years; more digits would not be a time to wait.
  private static final Pattern SECONDS = Pattern.compile("\\d{1,8}");

  private RetryRule() {}

  /// The pause before the second request; empty when it would leave too little of the budget.
  ///
  /// @param asked what the server asked to wait; null when it did not
  /// @param left of the budget
  /// @param timeout of one request
  /// @param jitter from [0, 1)
  static Optional<Duration> pause(
      @Nullable Duration asked, Duration left, Duration timeout, double jitter) {
    Duration own = PAUSE_LEAST.plusNanos((long) (2 * jitter * PAUSE_LEAST.toNanos()));
    Duration pause = asked != null && asked.compareTo(own) > 0 ? asked : own;
    Duration needed = timeout.compareTo(TIME_WORTH_ASKING) < 0 ? timeout : TIME_WORTH_ASKING;
    return left.minus(pause).compareTo(needed) < 0 ? Optional.empty() : Optional.of(pause);
  }

  /// What the header `Retry-After` says, in seconds or as an HTTP date; null when that is nothing.
  static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    if (SECONDS.matcher(text).matches()) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
