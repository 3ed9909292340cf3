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
/// @param providerMessageId the provider's id of our message, as its accepting answer gave it.
///   Empty on Messenger and Instagram when it speaks of everything sent to the recipient up to
///   `at`: a watermark
/// @param recipient who it was sent to, by the same rule as [InboundMessage#customer]; a group when
///   it was sent to one. Empty answers omit it
/// @param correlation what we sent along (`biz_opaque_callback_data`): our own message id
/// @param errors why it failed; empty otherwise
/// @param campaign the campaign our message belongs to, by what we sent along; absent for a reply
/// @param participant the one of the group's members it speaks of
public record ProviderStatus(
    TenantId tenant,
    Channel channel,
    String providerMessageId,
    State state,
    @Nullable Address recipient,
    Instant at,
    @Nullable String correlation,
    List<ProviderError> errors,
    @Nullable CampaignId campaign,
    @Nullable Address participant) {

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
  /// @param details the provider's words for this case of it
  public record ProviderError(int code, String title, @Nullable String details) {

    /// Without details.
    public ProviderError(int code, String title) {
      this(code, title, null);
    }

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

  /// A status of a message that was not sent to a group.
  public ProviderStatus(
      TenantId tenant,
      Channel channel,
      String providerMessageId,
      State state,
      @Nullable Address recipient,
      Instant at,
      @Nullable String correlation,
      List<ProviderError> errors,
      @Nullable CampaignId campaign) {
    this(
        tenant,
        channel,
        providerMessageId,
        state,
        recipient,
        at,
        correlation,
        errors,
        campaign,
        null);
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
