package dev.sluice.simulator;

import com.sun.net.httpserver.Headers;
import dev.sluice.schemas.Correlation;
import java.util.Optional;

/// What a provider's API looks like from its own side: which paths are sends, what a request must
/// hold, and the shape of every answer. Stateless.
sealed interface ProviderContract permits CloudApi, Dialog360, Twilio, PlainHttp {

  /// The answer to a request.
  ///
  /// @param body JSON, or empty
  record Answer(int status, String body) {}

  /// What a request turns out to be.
  sealed interface Reading {}

  /// A send, as far as the simulator reads it.
  ///
  /// @param correlation what was sent along to be echoed, or the recipient where the contract
  ///   carries nothing; empty when none was sent
  record Send(String to, String correlation) implements Reading {

    /// What counts it: our own message id where the contract carries it.
    String counted() {
      return Correlation.parse(correlation).messageId();
    }
  }

  /// A request that is none; the words are the provider's.
  record Refusal(Answer answer) implements Reading {}

  /// Whether a path is one messages are posted to.
  boolean serves(String path);

  /// The account a path names; empty where the secret alone tells.
  Optional<String> account(String path);

  /// The secret a request presents for that account; empty when there is none.
  Optional<String> secret(String account, Headers headers);

  Reading read(byte[] body);

  /// What the provider calls a message it took.
  String messageId(long seed, String account, String correlation, int attempt);

  Answer accepted(String account, Send send, String providerMessageId);

  /// Too much at once.
  Answer throttled(Throttle throttle);

  Answer refused(Failure failure);

  /// The request's secret is wrong or missing.
  Answer unauthorized();

  /// There is no such account.
  Answer unknownAccount();

  /// Whether what becomes of a message is told by Meta's webhooks.
  boolean tellsStatuses();
}
