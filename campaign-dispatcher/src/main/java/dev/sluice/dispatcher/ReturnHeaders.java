package dev.sluice.dispatcher;

import dev.sluice.schemas.DelayedSend;
import dev.sluice.schemas.WebhookHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// How far a message had come before it was parked: the headers it returns with.
///
/// They are a help, not a promise: what cannot be read counts as not there, and the message as one
/// that was never tried.
///
/// @param failures answers that counted against the message
/// @param holds answers that did not
/// @param firstAttemptAt when its first request began, null before
record ReturnHeaders(int failures, int holds, @Nullable Instant firstAttemptAt) {

  static final String FAILURES = "sluice_failures";
  static final String HOLDS = "sluice_holds";
  static final String FIRST_ATTEMPT_AT = "sluice_first_attempt_at";

  static final ReturnHeaders NONE = new ReturnHeaders(0, 0, null);

  static ReturnHeaders of(DelayedSend delayed) {
    Integer known = delayed.failures();
    int failures = known == null ? 0 : known;
    return new ReturnHeaders(failures, delayed.attempts() - failures, delayed.firstAttemptAt());
  }

  static ReturnHeaders read(Headers headers) {
    return new ReturnHeaders(
        count(headers, FAILURES),
        count(headers, HOLDS),
        WebhookHeaders.text(headers, FIRST_ATTEMPT_AT)
            .flatMap(ReturnHeaders::instant)
            .orElse(null));
  }

  void addTo(Headers headers) {
    if (equals(NONE)) {
      return;
    }
    WebhookHeaders.put(headers, FAILURES, Integer.toString(failures));
    WebhookHeaders.put(headers, HOLDS, Integer.toString(holds));
    if (firstAttemptAt != null) {
      WebhookHeaders.put(headers, FIRST_ATTEMPT_AT, firstAttemptAt.toString());
    }
  }

  private static int count(Headers headers, String name) {
    return WebhookHeaders.text(headers, name)
        .flatMap(ReturnHeaders::number)
        .filter(it -> it >= 0)
        .orElse(0);
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
