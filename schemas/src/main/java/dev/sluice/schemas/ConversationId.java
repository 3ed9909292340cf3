package dev.sluice.schemas;

/// One customer's thread with one tenant on one channel: the scope within which order is kept.
public record ConversationId(TenantId tenant, Channel channel, Address customer) {

  /// The key of this conversation in a tenant's own topics: `whatsapp:<address>`. Personal data.
  public String key() {
    return channel.wireName() + ":" + customer.value();
  }
}
