package dev.sluice.simulator;

import dev.sluice.schemas.Channel;
import java.nio.ByteBuffer;
import java.util.Base64;

/// Message ids that look like Meta's and follow from a seed.
final class MessageIds {

  private static final int WORDS = 4;

  private MessageIds() {}

  /// The id of a customer's message.
  static String of(Channel channel, long seed, String conversation, int sequence) {
    byte[] random = random(seed, conversation, sequence);
    return switch (channel) {
      case WHATSAPP -> "wamid." + Base64.getEncoder().encodeToString(random);
      case MESSENGER -> "m_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      case INSTAGRAM -> "aWdf" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    };
  }

  private static byte[] random(long seed, String conversation, int sequence) {
    ByteBuffer bytes = ByteBuffer.allocate(WORDS * Long.BYTES);
    long word = Draws.hash(seed, conversation, sequence, "message id");
    for (int i = 0; i < WORDS; i++) {
      bytes.putLong(word);
      word = Draws.mix(word);
    }
    return bytes.array();
  }
}
