package dev.sluice.inbox;

import dev.sluice.schemas.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of a tenant's items.
///
/// @param next what to ask for as `after` to get the page behind this one; absent on the last
/// @param latest the tenant's highest `seq` when the page was read or a little before: a stream
///   that starts after it misses nothing the page does not show
record Page<T>(TenantId tenant, List<T> items, @Nullable Long next, long latest) {

  Page {
    items = List.copyOf(items);
  }
}
