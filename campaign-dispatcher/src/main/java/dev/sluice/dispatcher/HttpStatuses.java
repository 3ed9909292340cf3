package dev.sluice.dispatcher;

import dev.sluice.dispatcher.ProviderAnswer.InDoubt;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.dispatcher.ProviderAnswer.TenantStopped;
import dev.sluice.dispatcher.ProviderAnswer.Throttled;
import dev.sluice.dispatcher.ProviderAnswer.Transient;

/// What a status other than success means where the body says nothing that is known.
final class HttpStatuses {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final int GATEWAY_TIMEOUT = 504;

  private HttpStatuses() {}

  /// Without a word from the provider.
  static ProviderAnswer meaning(HttpAnswer answer) {
    return meaning(answer, code(answer), "HTTP status " + answer.status());
  }

  /// A time-out on the provider's side comes after the request was passed on, so it tells nothing.
  ///
  /// @param code the provider's, which is not known here
  static ProviderAnswer meaning(HttpAnswer answer, String code, String reason) {
    int status = answer.status();
    return switch (status) {
      case TOO_MANY_REQUESTS -> new Throttled(code, reason, answer.asked());
      case UNAUTHORIZED, FORBIDDEN -> new TenantStopped(code, reason);
      case REQUEST_TIMEOUT -> new Transient(code, reason);
      case GATEWAY_TIMEOUT -> new InDoubt(reason);
      default -> status >= SERVER_ERROR ? new Transient(code, reason) : new Refused(code, reason);
    };
  }

  /// Our code for an answer that has none.
  static String code(HttpAnswer answer) {
    return "http-" + answer.status();
  }
}
