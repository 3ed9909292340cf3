package dev.sluice.gateway;

import dev.sluice.schemas.TenantId;

/// Whose a part of a body is.
sealed interface Owner {

  record Known(TenantId tenant) implements Owner {}

  /// Not to be delivered to anybody.
  ///
  /// @param key what the record in quarantine is keyed by
  /// @param reason in our words
  record Nobody(String key, String reason) implements Owner {}
}
