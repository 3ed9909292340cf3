package dev.sluice.gateway;

/// What the gateway says to a request.
sealed interface Reply {

  /// Everything of the delivery is in Kafka, every replica asked for.
  sealed interface Kept extends Reply {}

  /// Nothing is kept, and sending the same again is in vain.
  sealed interface Refusal extends Reply {}

  /// What is somebody's has been delivered; what is nobody's, if anything, is in quarantine.
  record Stored() implements Kept {}

  /// The delivery was signed but cannot be read, or nothing of it is any tenant's; its bytes are in
  /// quarantine. To the sender it is stored, for sending it again would change nothing.
  record Quarantined() implements Kept {}

  /// The handshake succeeded.
  ///
  /// @param text what Meta asked to have repeated
  record Challenge(String text) implements Reply {}

  /// The signature is missing, malformed, of the legacy kind only, or not by any of the app's
  /// secrets.
  record NotSigned() implements Refusal {}

  /// As [NotSigned], [UnknownTenant] or [HandshakeRefused], from a host that has been told so too
  /// often lately.
  record TooManyRefused() implements Refusal {}

  /// The handshake lacks something or has the wrong token.
  record HandshakeRefused() implements Refusal {}

  /// There is no such tenant, or no shared app.
  record UnknownTenant() implements Refusal {}

  /// The body is compressed, which Meta never does: a signature is over the bytes as sent.
  record Compressed() implements Refusal {}

  /// More bytes than are ever stored.
  record TooLarge() implements Refusal {}

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
