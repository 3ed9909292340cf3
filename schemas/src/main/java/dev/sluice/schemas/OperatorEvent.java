package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something a channel tells about the tenant's own assets, not about a customer: a template was
/// rejected, a number lost quality, an account is restricted, a kind of event nobody reads yet.
///
/// Holds nothing of a person: of what has no place here only the name of its kind is kept, and the
/// original stays in the topic `webhooks`.
///
/// @param kind the channel's own name of the event
/// @param account the asset it is about: phone number id, WhatsApp Business account, page or
///   Instagram id; empty when the channel named none
/// @param at when it happened, as far as the channel tells
/// @param receivedAt when the gateway took the webhook
/// @param subject the template, or the tenant's own phone number
/// @param state what it is now, by the channel's name, for example `REJECTED`
/// @param reason the channel's words
/// @param code the channel's number, for example 131056
public record OperatorEvent(
    TenantId tenant,
    Channel channel,
    String kind,
    String account,
    Instant at,
    Instant receivedAt,
    @Nullable String subject,
    @Nullable String state,
    @Nullable String reason,
    @Nullable Integer code) {

  public OperatorEvent {
    requireNonNull(tenant, "tenant");
    requireNonNull(channel, "channel");
    requireNonNull(kind, "kind");
    requireNonNull(account, "account");
    requireNonNull(at, "at");
    requireNonNull(receivedAt, "receivedAt");
  }

  @Override
  public String toString() {
    return "OperatorEvent[%s %s %s]".formatted(tenant, channel.wireName(), kind);
  }
}
