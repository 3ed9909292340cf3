package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a provider reports about a message we sent. Arrives in any order, repeated, and with gaps:
/// `delivered` is left out when the message is read at once. Messenger and Instagram have no
/// `sent`: there it is their echo of a message, whichever program sent it.
///
/// @param providerMessageId the provider's id of our message, as its accepting answer gave it
/// @param recipient empty answers omit it
/// @param correlation what we sent along (`biz_opaque_callback_data`): our own message id
/// @param errors why it failed; empty otherwise
/// @param campaign the campaign our message belongs to, by what we sent along; absent for a reply
public record ProviderStatus(
    TenantId tenant,
    Channel channel,
    String providerMessageId,
    State state,
    @Nullable Address recipient,
    Instant at,
    @Nullable String correlation,
    List<ProviderError> errors,
    @Nullable CampaignId campaign) {

  /// How far a message got. In this order; [#FAILED] is terminal whatever came before.
  public enum State {
    @JsonProperty("sent")
    SENT,
    @JsonProperty("delivered")
    DELIVERED,
    @JsonProperty("read")
    READ,
    @JsonProperty("played")
    PLAYED,
    @JsonProperty("failed")
    FAILED
  }

  /// One reason a provider gave, by its own catalogue.
  ///
  /// @param code the provider's number, for example 131026
  /// @param title the provider's words for it
  public record ProviderError(int code, String title) {
    public ProviderError {
      requireNonNull(title, "title");
    }
  }

  /// A status of a message that belongs to no campaign as far as it tells.
  public ProviderStatus(
      TenantId tenant,
      Channel channel,
      String providerMessageId,
      State state,
      @Nullable Address recipient,
      Instant at,
      @Nullable String correlation,
      List<ProviderError> errors) {
    this(tenant, channel, providerMessageId, state, recipient, at, correlation, errors, null);
  }

  public ProviderStatus {
    requireNonNull(tenant, "tenant");
    requireNonNull(channel, "channel");
    requireNonNull(providerMessageId, "providerMessageId");
    requireNonNull(state, "state");
    requireNonNull(at, "at");
    errors = List.copyOf(errors);
  }
}
