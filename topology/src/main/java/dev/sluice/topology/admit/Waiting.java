package dev.sluice.topology.admit;

import dev.sluice.schemas.ConversationId;
import dev.sluice.schemas.TenantId;
import dev.sluice.topology.Names;
import dev.sluice.topology.TopologyMetrics;
import dev.sluice.topology.parse.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/// Who waits in a task: what its stages have to know of each other and no record can tell them.
///
/// A view of the stores `pending` and `parked` in memory, about 200 bytes a pending message. It is
/// a store itself so that a task has exactly one, emptied by Kafka Streams whenever the task starts
/// anew; it has no changelog, for [#restore] reads it from the others. Belongs to the stream
/// thread.
public final class Waiting implements StateStore {

  /// Not before the first mark of [#mayAskAt].
  private static final long NEVER = Long.MAX_VALUE;

  /// A pending message, as [#forEach] shows it.
  @FunctionalInterface
  public interface Visitor {
    void visit(TenantId tenant, Position position, ConversationId conversation);
  }

  private final TopologyMetrics metrics;
  private final SequencedMap<TenantId, Line> lines = new LinkedHashMap<>();
  private final Map<TenantId, Line> overfull = new HashMap<>();
  private boolean restored;
  private boolean open;
  private long askAtMillis;

  private Waiting(TopologyMetrics metrics) {
    this.metrics = metrics;
  }

  /// Makes one per task.
  public static StoreBuilder<Waiting> builder(TopologyMetrics metrics) {
    return new WaitingBuilder(() -> new Waiting(metrics));
  }

  /// Reads what waits from the stores, in order of arrival. Whichever stage of a starting task
  /// comes first does it; asked again it does nothing.
  public void restore(
      KeyValueStore<Position, Pending> pending, KeyValueStore<ParkedKey, byte[]> parked) {
    if (restored) {
      return;
    }
    restored = true;
    try (KeyValueIterator<Position, Pending> inOrder = pending.all()) {
      while (inOrder.hasNext()) {
        KeyValue<Position, Pending> entry = inOrder.next();
        add(entry.key, entry.value);
      }
    }
    try (KeyValueIterator<ParkedKey, byte[]> all = parked.all()) {
      while (all.hasNext()) {
        park(all.next().key.tenant(), 1);
      }
    }
    askAtMillis = lines.values().stream().allMatch(line -> line.pending() == 0) ? 0 : NEVER;
  }

  /// Forgets everything, to be restored before it is used again. A task that becomes a standby and
  /// active again keeps its stores, and this with them.
  void forget() {
    lines.values().forEach(Line::drop);
    lines.clear();
    overfull.clear();
    restored = false;
    askAtMillis = NEVER;
  }

  /// A message is pending.
  ///
  /// @return false when it was already
  boolean add(Position position, Pending message) {
    return line(message.message().tenant()).add(position, message);
  }

  /// A message is no longer pending.
  public void remove(TenantId tenant, Position position) {
    Line line = lines.get(tenant);
    if (line != null) {
      line.remove(position);
      forgetIfEmpty(tenant, line);
    }
  }

  boolean holds(TenantId tenant, Position position) {
    Line line = lines.get(tenant);
    return line != null && line.holds(position);
  }

  int pending(TenantId tenant) {
    Line line = lines.get(tenant);
    return line == null ? 0 : line.pending();
  }

  /// Some of a tenant's messages have been parked, or, below zero, are so no longer.
  void park(TenantId tenant, long messages) {
    Line line = line(tenant);
    line.park(messages);
    if (line.parked() > 0) {
      overfull.put(tenant, line);
    } else {
      overfull.remove(tenant);
    }
    forgetIfEmpty(tenant, line);
  }

  boolean hasParked(TenantId tenant) {
    return overfull.containsKey(tenant);
  }

  boolean hasParked() {
    return !overfull.isEmpty();
  }

  /// The tenants with parked messages.
  List<TenantId> overfull() {
    return List.copyOf(overfull.keySet());
  }

  /// Everything pending, in order of arrival within a tenant.
  public void forEach(Visitor visitor) {
    lines.values().forEach(line -> line.forEach(visitor));
  }

  /// What is pending has been marked as asked once more, at a time in milliseconds; the mark is
  /// committed before the clock moves on.
  void marked(long nowMillis) {
    askAtMillis = nowMillis + 1;
  }

  /// Whether the models may be asked again about what was pending when the task started: not until
  /// that it was asked is on record, for what kills the process at once would never be counted.
  public boolean mayAskAt(long nowMillis) {
    return nowMillis >= askAtMillis;
  }

  /// The positions of everything pending.
  List<Position> positions() {
    List<Position> positions = new ArrayList<>();
    forEach((tenant, position, conversation) -> positions.add(position));
    return positions;
  }

  @Override
  public String name() {
    return Names.WAITING_STORE;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    forget();
    open = true;
    context.register(
        root,
        (key, value) -> {
          // there is no changelog to restore from
        });
  }

  @Override
  public void close() {
    forget();
    open = false;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  private Line line(TenantId tenant) {
    return lines.computeIfAbsent(tenant, id -> new Line(id, metrics.gaugesOf(id)));
  }

  private void forgetIfEmpty(TenantId tenant, Line line) {
    if (line.isEmpty()) {
      lines.remove(tenant);
    }
  }
}
