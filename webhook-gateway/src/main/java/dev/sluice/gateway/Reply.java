package dev.sluice.gateway;

/// What the gateway says to a request.
sealed interface Reply {

  /// The delivery is in Kafka, every replica asked for.
  record Stored() implements Reply {}

  /// The delivery was signed but cannot be read; its bytes are in quarantine. To the sender it is
  /// stored, for sending it again would change nothing.
  record Quarantined() implements Reply {}

  /// The handshake succeeded.
  ///
  /// @param text what Meta asked to have repeated
  record Challenge(String text) implements Reply {}

  /// The signature is missing, malformed, of the legacy kind only, or not by any of the app's
  /// secrets.
  record NotSigned() implements Reply {}

  /// The handshake lacks something or has the wrong token.
  record HandshakeRefused() implements Reply {}

  /// There is no such tenant.
  record UnknownTenant() implements Reply {}

  /// More bytes than are ever stored.
  record TooLarge() implements Reply {}

  /// Nothing was stored as far as is known; the same delivery may succeed later.
  ///
  /// @param cause what stood in the way
  record Unavailable(Cause cause) implements Reply {
    enum Cause {
      /// Kafka did not take the record within the deadline.
      STORAGE,
      /// As many appends as allowed are under way already.
      OVERLOAD,
      /// No secret of the tenant can be resolved here, so nothing can be verified.
      SECRET
    }
  }
}
