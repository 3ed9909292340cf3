package dev.sluice.topology.admit;

import dev.sluice.schemas.ConversationId;
import dev.sluice.schemas.TenantId;
import dev.sluice.topology.TenantGauges;
import dev.sluice.topology.parse.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// One tenant's messages in one task: those pending, in order of arrival, and how many are parked
/// behind them. Belongs to the stream thread.
final class Line {

  private record Place(ConversationId conversation, long admittedMicros) {}

  private final TenantId tenant;
  private final TenantGauges gauges;
  private final SequencedMap<Position, Place> pending = new LinkedHashMap<>();
  private long parked;

  Line(TenantId tenant, TenantGauges gauges) {
    this.tenant = tenant;
    this.gauges = gauges;
  }

  /// @return false when it is there already
  boolean add(Position position, Pending message) {
    Place place = new Place(message.message().conversation(), message.admittedMicros());
    boolean isNew = pending.putIfAbsent(position, place) == null;
    if (isNew) {
      show();
    }
    return isNew;
  }

  void remove(Position position) {
    if (pending.remove(position) != null) {
      show();
    }
  }

  boolean holds(Position position) {
    return pending.containsKey(position);
  }

  int pending() {
    return pending.size();
  }

  long parked() {
    return parked;
  }

  void park(long messages) {
    parked += messages;
    show();
  }

  boolean isEmpty() {
    return pending.isEmpty() && parked == 0;
  }

  void forEach(Waiting.Visitor visitor) {
    for (Map.Entry<Position, Place> entry : pending.entrySet()) {
      visitor.visit(tenant, entry.getKey(), entry.getValue().conversation());
    }
  }

  /// Takes its numbers off the gauges, for it is not to be used any more.
  void drop() {
    pending.clear();
    parked = 0;
    show();
  }

  private void show() {
    Map.Entry<Position, Place> oldest = pending.firstEntry();
    gauges.show(pending.size(), oldest == null ? 0 : oldest.getValue().admittedMicros(), parked);
  }
}
