package dev.sluice.inbox;

import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.SecretUnavailable;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which tenant's inbox a token opens. Thread-safe; blocks while secrets are read again.
///
/// Only SHA-256 digests are remembered, and all are compared in constant time. They are resolved
/// anew every second that somebody asks in, so that a tenant's change or a rotated file counts from
/// then on. A token that two tenants share opens neither.
final class ApiTokens {

  /// Ten thousand tenants' files are looked at in some 50 ms; a second keeps that below 5 %.
  static final Duration FRESH = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(ApiTokens.class);

  private final Tenants tenants;
  private final Secrets secrets;
  private final LongSupplier nanos;
  private final ReentrantLock resolving = new ReentrantLock();
  private volatile Known known;

  private static final class Entry {
    private final TenantId tenant;
    private final byte[] digest;

    Entry(TenantId tenant, byte[] digest) {
      this.tenant = tenant;
      this.digest = digest;
    }
  }

  private record Known(List<Entry> entries, long resolvedAt) {}

  ApiTokens(Tenants tenants, Secrets secrets, LongSupplier nanos) {
    this.tenants = tenants;
    this.secrets = secrets;
    this.nanos = nanos;
    this.known = resolve(tenants, secrets, nanos);
  }

  /// The tenant whose token it is; empty when it is nobody's or more than one's.
  Optional<TenantId> tenantOf(String token) {
    if (token.isBlank()) {
      return Optional.empty();
    }
    byte[] digest = digest(token);
    Optional<TenantId> found = Optional.empty();
    boolean ambiguous = false;
    for (Entry entry : fresh().entries()) {
      if (MessageDigest.isEqual(entry.digest, digest)) {
        ambiguous |= found.isPresent() && !found.get().equals(entry.tenant);
        found = Optional.of(entry.tenant);
      }
    }
    if (ambiguous) {
      log.atWarn().addKeyValue("reason", "two tenants share it").log("an API token is refused");
      return Optional.empty();
    }
    return found;
  }

  private Known fresh() {
    Known current = known;
    if (isFresh(current)) {
      return current;
    }
    resolving.lock();
    try {
      if (!isFresh(known)) {
        known = resolve(tenants, secrets, nanos);
      }
      return known;
    } finally {
      resolving.unlock();
    }
  }

  private boolean isFresh(Known current) {
    return nanos.getAsLong() - current.resolvedAt() < FRESH.toNanos();
  }

  private static Known resolve(Tenants tenants, Secrets secrets, LongSupplier nanos) {
    List<Entry> entries = new ArrayList<>();
    for (Tenant tenant : tenants.all()) {
      for (SecretRef reference : tenant.apiTokens()) {
        try {
          entries.add(new Entry(tenant.id(), digest(secrets.resolve(reference))));
        } catch (SecretUnavailable e) {
          log.atDebug()
              .addKeyValue("tenant", tenant.id())
              .addKeyValue("reason", e.getMessage())
              .log("an API token cannot be used");
        }
      }
    }
    return new Known(List.copyOf(entries), nanos.getAsLong());
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
