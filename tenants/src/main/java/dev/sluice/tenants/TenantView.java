package dev.sluice.tenants;

import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.TenantLog.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// The latest settings of each tenant, as the entries of the topic say. Read by any thread, changed
/// by one.
final class TenantView implements Tenants {

  private final Map<TenantId, Tenant> byId = new ConcurrentSkipListMap<>();
  private final LongAdder unreadable = new LongAdder();

  /// Grows before and after entries are taken in: what is derived in between is derived anew.
  private final AtomicLong revision = new AtomicLong();

  /// Takes entries in, in order, and returns the tenants that are new or differ.
  List<Tenant> take(List<Entry> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    List<Tenant> changed = new ArrayList<>();
    revision.incrementAndGet();
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
    revision.incrementAndGet();
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

  @Override
  public long revision() {
    return revision.get();
  }

  long unreadable() {
    return unreadable.sum();
  }
}
