package dev.sluice.topology.admit;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.OperatorEvent;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.topology.parse.Element;
import dev.sluice.topology.parse.Parsed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What makes two deliveries the same, as 128 bits.
///
/// A message is the same when tenant, channel and message id are, and every message has one: the
/// parser gives what has none of its own the digest of what makes it that event. A status is the
/// same when its state, recipient, participant and time are, too, for `sent`, `delivered` and
/// `read` share the message's id; an operator event when its digest is. Whether an id is unique
/// beyond a tenant is documented nowhere, so the tenant is part of it.
///
/// 128 bits of SHA-256: among 5 million remembered ids the chance that any two collide is below
/// 10^-25.
final class Fingerprint {

  private static final int BYTES = 16;

  /// Separates the parts; no id contains it.
  private static final char SEPARATOR = '\u0000';

  private Fingerprint() {}

  /// Empty when the element has no id, or is not of a kind that repeats: it is never a duplicate
  /// then.
  static Optional<byte[]> of(Element element) {
    return switch (element.parsed()) {
      case Parsed.Message(InboundMessage message) -> of(message);
      case Parsed.Status(ProviderStatus status) -> Optional.of(of(status));
      case Parsed.Operator(OperatorEvent event, String digest) ->
          Optional.of(hash("operator", event.tenant().value(), event.channel().wireName(), digest));
      case Parsed.Rejected rejected -> Optional.empty();
      case Parsed.Ignored ignored -> Optional.empty();
    };
  }

  private static Optional<byte[]> of(InboundMessage message) {
    return message.messageId().isEmpty()
        ? Optional.empty()
        : Optional.of(
            hash(
                "message",
                message.tenant().value(),
                message.channel().wireName(),
                message.messageId()));
  }

  private static byte[] of(ProviderStatus status) {
    return hash(
        "status",
        status.tenant().value(),
        status.channel().wireName(),
        status.providerMessageId(),
        status.state().name(),
        text(status.recipient()),
        text(status.participant()),
        status.at().toString());
  }

  private static String text(@Nullable Address address) {
    return address == null ? "" : address.value();
  }

  private static byte[] hash(String... parts) {
    String identity = String.join(String.valueOf(SEPARATOR), parts);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Arrays.copyOf(digest.digest(identity.getBytes(StandardCharsets.UTF_8)), BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
