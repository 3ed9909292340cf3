package dev.sluice.gateway;

import dev.sluice.schemas.Tenant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells which of the shared apps is speaking. Thread-safe.
final class SharedApps {

  private final TenantSecrets secrets;

  /// Who signed a body.
  sealed interface Signer {

    /// @param secret the app's secret that fits
    record App(String secret) implements Signer {}

    record NoApp() implements Signer {}

    /// None that can be asked; another app's secrets cannot be resolved here.
    record CannotTell() implements Signer {}
  }

  SharedApps(TenantSecrets secrets) {
    this.secrets = secrets;
  }

  /// @param apps a tenant of each app
  /// @param signatures every value of the signature's header
  Signer signer(List<Tenant> apps, byte[] body, List<String> signatures) {
    if (!SignatureVerifier.isWellFormed(signatures)) {
      return new Signer.NoApp();
    }
    Set<String> tried = new HashSet<>();
    boolean allAsked = true;
    for (Tenant app : apps) {
      List<String> resolved = secrets.appSecrets(app);
      allAsked &= !resolved.isEmpty();
      List<String> untried = resolved.stream().filter(tried::add).toList();
      Optional<String> fits = SignatureVerifier.signer(body, signatures, untried);
      if (fits.isPresent()) {
        return new Signer.App(fits.get());
      }
    }
    return allAsked ? new Signer.NoApp() : new Signer.CannotTell();
  }

  /// What to answer to a handshake at the shared address, for any of the apps.
  Reply shakeHands(List<Tenant> apps, Handshake handshake) {
    if (apps.isEmpty()) {
      return new Reply.UnknownTenant();
    }
    boolean allAsked = true;
    for (Tenant app : apps) {
      Reply reply = handshake.answer(secrets.verifyToken(app));
      switch (reply) {
        case Reply.Challenge challenge -> {
          return challenge;
        }
        case Reply.Unavailable ignored -> allAsked = false;
        case Reply.Refusal ignored -> {} // perhaps the next app's
        case Reply.Kept ignored -> {} // never said to a handshake
      }
    }
    return allAsked
        ? new Reply.HandshakeRefused()
        : new Reply.Unavailable(Reply.Unavailable.Cause.SECRET);
  }
}
