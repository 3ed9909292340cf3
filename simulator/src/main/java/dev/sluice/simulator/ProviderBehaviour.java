package dev.sluice.simulator;

import java.util.List;

/// How a simulated provider treats one account.
///
/// @param latency time to every answer but a refusal for too much at once, which comes immediately
/// @param failures ways to fail; their shares add up, the first that applies counts
/// @param dropShare share of accepted sends whose answer never comes: the connection is closed
///   instead, and the sender cannot know
public record ProviderBehaviour(
    Latency latency, Throttle throttle, List<Failure> failures, double dropShare) {

  public ProviderBehaviour {
    failures = List.copyOf(failures);
    Checks.share("dropShare", dropShare);
    Checks.share("failures", failures.stream().mapToDouble(Failure::share).sum());
  }

  /// Accepts everything, after that time.
  public static ProviderBehaviour accepting(Latency latency) {
    return new ProviderBehaviour(latency, Throttle.NONE, List.of(), 0);
  }

  public ProviderBehaviour withLatency(Latency law) {
    return new ProviderBehaviour(law, throttle, failures, dropShare);
  }

  public ProviderBehaviour withThrottle(Throttle limits) {
    return new ProviderBehaviour(latency, limits, failures, dropShare);
  }

  public ProviderBehaviour withFailures(Failure... ways) {
    return new ProviderBehaviour(latency, throttle, List.of(ways), dropShare);
  }

  public ProviderBehaviour withDropShare(double share) {
    return new ProviderBehaviour(latency, throttle, failures, share);
  }

  /// What becomes of one attempt. The same for the same arguments.
  Verdict judge(long seed, String messageId, int attempt) {
    double ofMessage = Draws.uniform(seed, messageId, 0, "failure");
    double ofAttempt = Draws.uniform(seed, messageId, attempt, "failure");
    double messagesFrom = 0;
    double attemptsFrom = 0;
    for (Failure failure : failures) {
      double drawn = failure.everyAttempt() ? ofMessage - messagesFrom : ofAttempt - attemptsFrom;
      if (drawn >= 0 && drawn < failure.share()) {
        return new Verdict.Refused(failure);
      }
      if (failure.everyAttempt()) {
        messagesFrom += failure.share();
      } else {
        attemptsFrom += failure.share();
      }
    }
    boolean dropped = Draws.uniform(seed, messageId, attempt, "drop") < dropShare;
    return dropped ? new Verdict.AcceptedInSilence() : new Verdict.Accepted();
  }

  /// What becomes of one attempt.
  sealed interface Verdict {
    /// Accepted, and the answer says so.
    record Accepted() implements Verdict {}

    /// Accepted, and the connection is closed without an answer.
    record AcceptedInSilence() implements Verdict {}

    /// Not accepted.
    record Refused(Failure failure) implements Verdict {}
  }
}
