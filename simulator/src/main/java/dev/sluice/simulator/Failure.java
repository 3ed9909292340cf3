package dev.sluice.simulator;

/// A way in which a share of sends fails.
///
/// @param share of messages, or of attempts, between 0 and 1
/// @param everyAttempt true: a message that fails does so at every attempt; false: each attempt has
///   its own luck
/// @param httpStatus of the answer
/// @param code the error code of Meta or Twilio; with 0 these answer without a body, as a broken
///   proxy does, and 360dialog in words of its own
/// @param message the provider's words
public record Failure(
    double share, boolean everyAttempt, int httpStatus, int code, String message) {

  public Failure {
    Checks.share("share", share);
  }

  /// The recipient cannot be reached: terminal.
  public static Failure undeliverable(double share) {
    return new Failure(share, true, 400, 131026, "Message undeliverable");
  }

  /// Something went wrong at Meta; the next attempt may succeed.
  public static Failure transientError(double share) {
    return new Failure(share, false, 500, 131000, "Something went wrong");
  }

  /// Too many messages to this recipient; others may go on.
  public static Failure pairRate(double share) {
    return new Failure(
        share, false, 400, 131056, "(Business Account, Consumer Account) pair rate limit hit");
  }

  /// An HTTP 500 without a word of explanation.
  public static Failure serverError(double share) {
    return new Failure(share, false, 500, 0, "");
  }
}
