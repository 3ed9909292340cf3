package dev.sluice.tenants;

import org.jspecify.annotations.Nullable;

/// The topic `tenants` that could not be read or written in time.
public final class TenantsUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TenantsUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
