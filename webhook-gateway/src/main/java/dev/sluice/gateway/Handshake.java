package dev.sluice.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Meta's question whether an address is ours.
///
/// @param source who asks, as [Source] names it
record Handshake(
    @Nullable String mode, @Nullable String token, @Nullable String challenge, String source) {

  /// What to answer.
  ///
  /// @param expected the token of the app; empty when it cannot be told here
  Reply answer(List<String> expected) {
    if (!"subscribe".equals(mode) || token == null || challenge == null || challenge.isEmpty()) {
      return new Reply.HandshakeRefused();
    }
    if (expected.isEmpty()) {
      return new Reply.Unavailable(Reply.Unavailable.Cause.SECRET);
    }
    return SignatureVerifier.isSame(expected.getFirst(), token)
        ? new Reply.Challenge(challenge)
        : new Reply.HandshakeRefused();
  }
}
