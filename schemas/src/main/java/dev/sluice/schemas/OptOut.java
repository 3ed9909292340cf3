package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A person who is not to be written to by a tenant's campaigns: a record of the compacted topic
/// `opt-outs`. Without a value, the record says that the person may be written to again.
///
/// @param since when the person, or somebody for them, said so
/// @param reason where that was, in words for a person; never a customer's words
public record OptOut(
    TenantId tenant, Channel channel, Address recipient, Instant since, @Nullable String reason) {

  public OptOut {
    requireNonNull(tenant, "tenant");
    requireNonNull(channel, "channel");
    requireNonNull(recipient, "recipient");
    requireNonNull(since, "since");
  }

  /// The key in the topic `opt-outs`. Personal data.
  public String key() {
    return key(tenant, channel, recipient);
  }

  /// The key of a person's record: `tenant/channel/address`. Personal data.
  public static String key(TenantId tenant, Channel channel, Address recipient) {
    return tenant.value() + "/" + channel.wireName() + "/" + recipient.value();
  }
}
