package dev.sluice.dispatcher;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// The header `Retry-After`: seconds or an HTTP date. Pure.
final class RetryAfter {

  /// Longer than any wait that is honoured; keeps the arithmetic within a `long`.
  private static final Duration LONGEST = Duration.ofDays(1);

  private RetryAfter() {}

  /// How long to wait from now on, never negative; null without a header and when it is neither.
  static @Nullable Duration read(@Nullable String header, Instant now) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    try {
      Duration asked =
          text.chars().allMatch(Character::isDigit)
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(now, date(text));
      return asked.isNegative() ? Duration.ZERO : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    } catch (NumberFormatException | DateTimeException notAWait) {
      return null;
    }
  }

  private static Instant date(String text) {
    return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }
}
