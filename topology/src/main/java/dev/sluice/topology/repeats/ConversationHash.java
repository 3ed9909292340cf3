package dev.sluice.topology.repeats;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// A conversation as 128 bits of SHA-256: the key of the store `unanswered`. Keeps phone numbers
/// out of the changelog, and the store small.
final class ConversationHash {

  static final int BYTES = 16;

  private ConversationHash() {}

  static byte[] of(TenantId tenant, Channel channel, Address customer) {
    String identity = tenant.value() + '\u0000' + channel.wireName() + '\u0000' + customer.value();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Arrays.copyOf(digest.digest(identity.getBytes(StandardCharsets.UTF_8)), BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
