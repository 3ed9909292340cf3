package dev.sluice.topology.enrich;

import dev.sluice.schemas.TenantId;
import dev.sluice.topology.parse.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Per tenant, what its lane had no room for, in order of arrival. The words stay in the store
/// meanwhile, but for those of the first in line. Belongs to the stream thread.
///
/// @param <R> the answer's type
final class Overflow<R> {

  private static final class Line<R> {
    private final Deque<Position> positions = new ArrayDeque<>();
    private @Nullable Flight<R> first;
  }

  private final BiFunction<Position, TenantId, Flight<R>> prepare;
  private final Map<TenantId, Line<R>> lines = new LinkedHashMap<>();

  /// @param prepare reads a message back from the store
  Overflow(BiFunction<Position, TenantId, Flight<R>> prepare) {
    this.prepare = prepare;
  }

  boolean holds(TenantId tenant) {
    return lines.containsKey(tenant);
  }

  void add(Position position, TenantId tenant) {
    lines.computeIfAbsent(tenant, id -> new Line<>()).positions.addLast(position);
  }

  /// Gives each tenant's messages away in order, until one of them is not taken.
  void drain(Predicate<Flight<R>> taken) {
    Iterator<Map.Entry<TenantId, Line<R>>> tenants = lines.entrySet().iterator();
    while (tenants.hasNext()) {
      Map.Entry<TenantId, Line<R>> tenant = tenants.next();
      drain(tenant.getKey(), tenant.getValue(), taken);
      if (tenant.getValue().positions.isEmpty()) {
        tenants.remove();
      }
    }
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  void clear() {
    lines.clear();
  }

  private void drain(TenantId tenant, Line<R> line, Predicate<Flight<R>> taken) {
    while (!line.positions.isEmpty()) {
      Flight<R> first = line.first;
      if (first == null) {
        first = prepare.apply(line.positions.getFirst(), tenant);
      }
      if (!taken.test(first)) {
        line.first = first;
        return;
      }
      line.first = null;
      line.positions.removeFirst();
    }
  }
}
