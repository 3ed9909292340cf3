package dev.sluice.dispatcher.books;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Message ids as 64-bit numbers: the first 8 bytes of their SHA-256.
///
/// Two of `n` ids share one with odds of n²/2⁶⁵, whatever the ids look like: 1 in 37 million for a
/// campaign of a million, which would then be counted as one message short. Not thread-safe.
final class MessageHash {

  private final MessageDigest digest;

  MessageHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  long of(String messageId) {
    return ByteBuffer.wrap(digest.digest(messageId.getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
