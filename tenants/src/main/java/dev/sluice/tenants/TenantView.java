package dev.sluice.tenants;

import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.TenantLog.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// The latest settings of each tenant, as the entries of the topic say. Read by any thread, changed
/// by one.
final class TenantView implements Tenants {

  private final Map<TenantId, Tenant> byId = new ConcurrentSkipListMap<>();
  private final LongAdder unreadable = new LongAdder();

  /// Takes entries in, in order, and returns the tenants that are new or differ.
  List<Tenant> take(List<Entry> entries) {
    List<Tenant> changed = new ArrayList<>();
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.Written(Tenant tenant) -> {
          if (!tenant.equals(byId.put(tenant.id(), tenant))) {
            changed.add(tenant);
          }
        }
        case Entry.Removed(TenantId id) -> byId.remove(id);
        case Entry.Unreadable() -> unreadable.increment();
      }
    }
    return changed;
  }

  @Override
  public Optional<Tenant> find(TenantId id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public List<Tenant> all() {
    return List.copyOf(byId.values());
  }

  long unreadable() {
    return unreadable.sum();
  }
}
