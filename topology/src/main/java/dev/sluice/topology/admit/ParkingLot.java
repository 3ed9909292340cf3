package dev.sluice.topology.admit;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.TenantId;
import dev.sluice.topology.AfterCommit;
import dev.sluice.topology.Names;
import dev.sluice.topology.parse.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// What a tenant has beyond the messages it may have pending: on disk, in order of arrival, waiting
/// to become pending.
///
/// Once a tenant has parked messages its later ones park, too, so that none overtakes another; they
/// go on in order when half of what may be pending has left. Nobody else notices.
final class ParkingLot {

  /// Messages of a tenant moved at a time, so that the thread is not away for longer than some 20
  /// ms at 20 µs each.
  private static final int MOVED_AT_ONCE = 1_000;

  private final int pendingMax;
  private final KeyValueStore<ParkedKey, byte[]> parked;
  private final Waiting waiting;
  private final AfterCommit afterCommit;

  /// Per tenant the last message that has left: what is before it has left, too, but may still be
  /// in the store.
  private final Map<TenantId, Position> left = new HashMap<>();

  /// @param pendingMax messages a tenant may have pending in this task
  ParkingLot(
      int pendingMax,
      KeyValueStore<ParkedKey, byte[]> parked,
      Waiting waiting,
      AfterCommit afterCommit) {
    this.pendingMax = pendingMax;
    this.parked = parked;
    this.waiting = waiting;
    this.afterCommit = afterCommit;
  }

  boolean isEmpty() {
    return !waiting.hasParked();
  }

  /// Whether a message that arrives now is to be parked.
  boolean takesFrom(TenantId tenant) {
    return waiting.hasParked(tenant) || waiting.pending(tenant) >= pendingMax;
  }

  void park(Position position, Pending message) {
    ParkedKey key = new ParkedKey(message.message().tenant(), position);
    byte[] bytes = Pending.serde().serializer().serialize(Names.PARKED_STORE, message);
    if (parked.putIfAbsent(key, requireNonNull(bytes)) == null) {
      waiting.park(key.tenant(), 1);
    }
  }

  /// Takes out what may become pending now, in order within each tenant.
  List<Admitted> leave() {
    List<Admitted> leaving = new ArrayList<>();
    for (TenantId tenant : waiting.overfull()) {
      int pending = waiting.pending(tenant);
      if (pending <= pendingMax / 2) {
        List<Admitted> next = next(tenant, Math.min(MOVED_AT_ONCE, pendingMax - pending));
        waiting.park(tenant, -next.size());
        leaving.addAll(next);
      }
    }
    return leaving;
  }

  private List<Admitted> next(TenantId tenant, int atMost) {
    List<Admitted> next = new ArrayList<>();
    Position last = left.get(tenant);
    ParkedKey from = last == null ? ParkedKey.firstOf(tenant) : ParkedKey.behind(tenant, last);
    try (KeyValueIterator<ParkedKey, byte[]> inOrder =
        parked.range(from, ParkedKey.lastOf(tenant))) {
      while (next.size() < atMost && inOrder.hasNext()) {
        KeyValue<ParkedKey, byte[]> entry = inOrder.next();
        Pending message = Pending.serde().deserializer().deserialize("", entry.value);
        next.add(new Admitted(entry.key.position(), message));
        left.put(tenant, entry.key.position());
        afterCommit.run(() -> parked.delete(entry.key));
      }
    }
    return next;
  }
}
