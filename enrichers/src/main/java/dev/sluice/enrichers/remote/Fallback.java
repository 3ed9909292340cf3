package dev.sluice.enrichers.remote;

import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.enrichers.remote.Asked.Unanswered;
import dev.sluice.schemas.TenantId;

/// Has the embedded model answer in the remote one's place, and counts that.
final class Fallback {

  private final RemoteCalls calls;

  Fallback(RemoteCalls calls) {
    this.calls = calls;
  }

  /// The embedded model, with its question.
  @FunctionalInterface
  interface Embedded<R> {
    R read() throws ModelUnavailable;
  }

  /// @throws ModelUnavailable when the embedded model does not answer either; worth another try
  ///   when one of the two says so
  <R> R answer(TenantId tenant, Task task, Unanswered why, Embedded<R> embedded)
      throws ModelUnavailable {
    boolean answered = false;
    try {
      R answer = embedded.read();
      answered = true;
      return answer;
    } catch (ModelUnavailable e) {
      String message = "%s; embedded: %s".formatted(why.note(), e.getMessage());
      boolean retryable =
          e.retryable()
              || switch (why.outcome()) {
                case FAILED, BREAKER_OPEN -> true;
                case ANSWERED, REFUSED, MISCONFIGURED -> false;
              };
      throw retryable
          ? ModelUnavailable.temporarily(message, e)
          : ModelUnavailable.permanently(message, e);
    } finally {
      calls.fellBack(tenant, task, answered);
    }
  }
}
