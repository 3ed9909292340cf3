package dev.sluice.enrichers.remote;

import dev.sluice.enrichers.remote.RemoteCalls.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a reply means for its question. Reasons are in our words, short enough for a note.
sealed interface Verdict {

  /// A label.
  record Done(Reading.Labelled reading) implements Verdict {}

  /// No label, and another request would not change that.
  record Final(Outcome outcome, String reason) implements Verdict {}

  /// No label this time.
  ///
  /// @param retryAfter what the server asks to wait; null when it does not
  record Again(String reason, @Nullable Duration retryAfter) implements Verdict {}

  /// Whether the endpoint did its work, even if this message got no label.
  default boolean isHealthy() {
    return switch (this) {
      case Done _ -> true;
      case Final last -> last.outcome() == Outcome.REFUSED;
      case Again _ -> false;
    };
  }

  /// Judges a reply.
  static Verdict of(Reply reply, Contract contract, Question question) {
    return switch (reply) {
      case Reply.Answered answered ->
          answered.status() == 200
              ? of(contract.answer(question, answered.body()))
              : ofStatus(answered.status(), answered.retryAfter());
      case Reply.TimedOut _ -> new Again("timeout", null);
      case Reply.NoConnection _ -> new Again("no connection", null);
      case Reply.Dropped _ -> new Again("connection lost", null);
      case Reply.TooLarge _ -> new Final(Outcome.FAILED, "answer too large");
    };
  }

  private static Verdict of(Reading reading) {
    return switch (reading) {
      case Reading.Labelled labelled -> new Done(labelled);
      case Reading.UnknownLabel _ -> new Final(Outcome.REFUSED, "unknown label");
      case Reading.Missing _ -> new Again("no result", null);
      case Reading.Refused refused -> new Final(Outcome.REFUSED, refused.reason());
      case Reading.Garbage garbage -> new Final(Outcome.FAILED, garbage.reason());
    };
  }

  /// A message the server cannot take, a server that cannot take any just now, and all the rest: an
  /// address or a token that is wrong, a redirect, success without an answer.
  private static Verdict ofStatus(int status, @Nullable Duration retryAfter) {
    String reason = Integer.toString(status);
    return switch (status) {
      case 400, 413, 422 -> new Final(Outcome.REFUSED, reason);
      case 408, 429 -> new Again(reason, retryAfter);
      default ->
          status >= 500 ? new Again(reason, retryAfter) : new Final(Outcome.MISCONFIGURED, reason);
    };
  }
}
