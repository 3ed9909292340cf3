package dev.sluice.tenants;

import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import java.util.List;
import java.util.Optional;

/// The tenants known at this moment. Thread-safe; no method blocks.
public interface Tenants {

  /// The settings of a tenant; empty when it is not, or no longer, known.
  Optional<Tenant> find(TenantId id);

  /// Every known tenant, ordered by id. A snapshot: later changes do not reach it.
  List<Tenant> all();

  /// A number that is another one whenever [#all] may tell something else than before, so that what
  /// was derived from it can be kept. Read before [#all]. Here it is another one each time.
  default long revision() {
    return System.nanoTime();
  }

  /// Tenants that never change, for tests and for a process that was given its tenants.
  ///
  /// @throws TenantConflict when two have the same id or claim the same asset
  static Tenants of(Tenant... fixed) {
    List<Tenant> tenants = List.of(fixed);
    TenantConflict.check(tenants, List.of());
    return new FixedTenants(tenants);
  }
}
