package dev.sluice.tenants;

import dev.sluice.schemas.SecretRef;

/// A secret that could not be resolved. Names the reference, never a value.
public final class SecretUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// @param why in our words, for example "is not set"
  SecretUnavailable(SecretRef reference, String why) {
    super("secret '%s' %s".formatted(reference.value(), why));
  }
}
