package dev.sluice.topology.admit;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.topology.AfterCommit;
import dev.sluice.topology.Guarantee;
import dev.sluice.topology.Names;
import dev.sluice.topology.TopologyMetrics;
import dev.sluice.topology.fault.Refusals;
import dev.sluice.topology.fault.RefusedByBroker;
import dev.sluice.topology.parse.Element;
import dev.sluice.topology.parse.Position;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Stores a message as pending and hands it to both branches.
///
/// Never blocks and refuses nobody: the store is the queue. A limit here would make every tenant on
/// the partition wait for the one whose burst filled it; what a tenant has beyond its own limit is
/// parked on disk and becomes pending later, in order.
///
/// When a task starts with messages pending, it first puts on record that they are asked about once
/// more, and only then lets the branches ask: a message that kills the process is counted, and
/// after [Pending#RESTARTS_MAX] times not asked about any more.
public final class Admit implements Processor<String, Element, String, Admitted> {

  /// The first moment after the task has started: within `init` nothing can be committed.
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  /// How often parked messages look for room: while there are any, the branches are busy with
  /// thousands.
  private static final Duration UNPARK_EVERY = Duration.ofMillis(10);

  private final int pendingMax;
  private final Guarantee guarantee;
  private final Refusals refusals;
  private final TopologyMetrics metrics;
  private @Nullable ProcessorContext<String, Admitted> context;
  private @Nullable KeyValueStore<Position, Pending> pending;
  private @Nullable Waiting waiting;
  private @Nullable ParkingLot lot;
  private @Nullable Cancellable marking;
  private @Nullable Cancellable unparking;

  /// @param pendingMax messages a tenant may have pending in one task before the next are parked
  public Admit(int pendingMax, Guarantee guarantee, Refusals refusals, TopologyMetrics metrics) {
    this.pendingMax = pendingMax;
    this.guarantee = guarantee;
    this.refusals = refusals;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, Admitted> context) {
    cancelSchedules();
    KeyValueStore<Position, Pending> pendingStore = context.getStateStore(Names.PENDING_STORE);
    KeyValueStore<ParkedKey, byte[]> parkedStore = context.getStateStore(Names.PARKED_STORE);
    Waiting view = context.getStateStore(Names.WAITING_STORE);
    view.restore(pendingStore, parkedStore);
    this.context = context;
    this.pending = pendingStore;
    this.waiting = view;
    this.lot = new ParkingLot(pendingMax, parkedStore, view, new AfterCommit(context, guarantee));
    List<Position> recovered = view.positions();
    if (!recovered.isEmpty()) {
      marking =
          context.schedule(AT_ONCE, PunctuationType.WALL_CLOCK_TIME, now -> mark(recovered, now));
    }
    unparkWhileAnyIsParked();
  }

  @Override
  public void process(Record<String, Element> element) {
    InboundMessage message = element.value().message();
    Position position = element.value().position();
    if (refusals.contains(message)) {
      throw new RefusedByBroker();
    }
    if (requireNonNull(waiting).holds(message.tenant(), position)) {
      return; // read again after a crash, and stored already
    }
    Pending value =
        new Pending(
            message,
            TimeUnit.MILLISECONDS.toMicros(requireNonNull(context).currentSystemTimeMs()),
            WebhookHeaders.text(element.headers(), WebhookHeaders.TRACE_PARENT).orElse(null));
    if (requireNonNull(lot).takesFrom(message.tenant())) {
      requireNonNull(lot).park(position, value);
      metrics.parked();
      unparkWhileAnyIsParked();
    } else {
      admit(element.withValue(new Admitted(position, value)));
    }
    metrics.admitted();
  }

  @Override
  public void close() {
    cancelSchedules();
    if (waiting != null) {
      waiting.forget();
    }
  }

  private void admit(Record<String, Admitted> admitted) {
    Position position = admitted.value().position();
    requireNonNull(pending).put(position, admitted.value().pending());
    requireNonNull(waiting).add(position, admitted.value().pending());
    requireNonNull(context).forward(admitted);
  }

  private void mark(List<Position> recovered, long nowMillis) {
    KeyValueStore<Position, Pending> store = requireNonNull(pending);
    for (Position position : recovered) {
      Pending message = store.get(position);
      if (message != null) {
        store.put(position, message.restarted());
      }
    }
    requireNonNull(waiting).marked(nowMillis);
    requireNonNull(context).commit();
    marking = cancelled(marking);
  }

  private void unparkWhileAnyIsParked() {
    if (unparking == null && !requireNonNull(lot).isEmpty()) {
      unparking =
          requireNonNull(context)
              .schedule(UNPARK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::unpark);
    }
  }

  private void unpark(long nowMillis) {
    for (Admitted next : requireNonNull(lot).leave()) {
      String tenant = next.pending().message().tenant().value();
      admit(new Record<>(tenant, next, Math.max(0, nowMillis), new RecordHeaders()));
    }
    if (requireNonNull(lot).isEmpty()) {
      unparking = cancelled(unparking);
    }
  }

  private void cancelSchedules() {
    marking = cancelled(marking);
    unparking = cancelled(unparking);
  }

  private static @Nullable Cancellable cancelled(@Nullable Cancellable schedule) {
    if (schedule != null) {
      schedule.cancel();
    }
    return null;
  }
}
