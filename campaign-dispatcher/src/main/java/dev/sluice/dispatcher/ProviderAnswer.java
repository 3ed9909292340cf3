package dev.sluice.dispatcher;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What came of one request to a provider: taken, refused in one of six ways, or not known.
sealed interface ProviderAnswer {

  /// The provider took the message.
  record Accepted(String providerMessageId) implements ProviderAnswer {}

  /// A refusal, by the provider or before it was reached: the message was certainly not sent.
  sealed interface NotSent extends ProviderAnswer {

    /// The provider's code, or one of ours such as `http-503`.
    String code();

    /// In the provider's words or ours.
    String reason();
  }

  /// The same request may succeed in a moment.
  record Transient(String code, String reason) implements NotSent {}

  /// The tenant's number sends too fast: it waits, whatever the recipient.
  ///
  /// @param asked how long, if the answer said so
  record Throttled(String code, String reason, @Nullable Duration asked) implements NotSent {}

  /// This recipient has been written to too often just now; others may go on.
  record RecipientBusy(String code, String reason) implements NotSent {}

  /// Nothing of this tenant can be sent until somebody acts: credential, payment, a locked account.
  record TenantStopped(String code, String reason) implements NotSent {}

  /// Nothing of this campaign can be sent until somebody acts: its template is paused, or people
  /// report it as spam.
  record CampaignStopped(String code, String reason) implements NotSent {}

  /// This message will never be taken.
  record Refused(String code, String reason) implements NotSent {}

  /// The request was written and no answer came that tells: sent or not.
  record InDoubt(String reason) implements ProviderAnswer {}
}
