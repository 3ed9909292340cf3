package dev.sluice.topology.enrich;

import static java.util.Objects.requireNonNull;

import dev.sluice.topology.BranchMetrics;
import dev.sluice.topology.Names;
import dev.sluice.topology.TopologyMetrics;
import dev.sluice.topology.admit.Admitted;
import dev.sluice.topology.admit.Pending;
import dev.sluice.topology.admit.Waiting;
import dev.sluice.topology.enrich.InFlight.Asked;
import dev.sluice.topology.enrich.InFlight.Landed;
import dev.sluice.topology.join.Part;
import dev.sluice.topology.parse.Position;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// One branch of the understanding: issues a call to its model for every admitted message and
/// forwards the answers as they come, in any order, on the stream thread. The thread never waits
/// for a model.
///
/// - Answers are collected by a punctuator that exists only while something is in flight: an idle
///   branch commits nothing.
/// - A commit does not wait for calls. What was in flight when a process died is still in the store
///   `pending` and is asked again, in order of arrival, when the task is initialised. Calls are
///   made at least once, their answers reach the output exactly once. They are asked again once
///   [dev.sluice.topology.admit.Admit] has that on record.
/// - The same instance is initialised again when its task is revived after an aborted transaction.
///   It then starts from the store alone; whatever older calls still answer is heard by nobody.
/// - Time is the context's, so that a test driver's clock drives deadlines and retries.
public final class ModelBranch<R> implements Processor<String, Admitted, String, Part> {

  /// How often answers are looked for while calls are in flight. Below the poll time of the stream
  /// thread, so the thread looks after each poll.
  static final Duration LOOK_EVERY = Duration.ofMillis(1);

  private final Branch<R> branch;
  private final BranchMetrics metrics;
  private @Nullable InFlight<R> inFlight;
  private @Nullable ProcessorContext<String, Part> context;
  private @Nullable KeyValueStore<Position, Pending> pending;
  private @Nullable Waiting waiting;
  private @Nullable Cancellable lookout;

  public ModelBranch(Branch<R> branch, TopologyMetrics metrics) {
    this.branch = branch;
    this.metrics = metrics.branch(branch.name());
  }

  @Override
  public void init(ProcessorContext<String, Part> context) {
    close();
    KeyValueStore<Position, Pending> store = context.getStateStore(Names.PENDING_STORE);
    Waiting view = context.getStateStore(Names.WAITING_STORE);
    view.restore(store, context.getStateStore(Names.PARKED_STORE));
    this.context = context;
    this.pending = store;
    this.waiting = view;
    InFlight<R> fresh = new InFlight<>(branch, metrics, this::at);
    this.inFlight = fresh;
    view.forEach((tenant, position, conversation) -> fresh.askLater(position, tenant));
    watch();
  }

  @Override
  public void process(Record<String, Admitted> admitted) {
    Pending message = admitted.value().pending();
    requireNonNull(inFlight)
        .ask(admitted.value().position(), message.message().tenant(), words(message));
    watch();
  }

  @Override
  public void close() {
    if (inFlight != null) {
      inFlight.abandon();
      inFlight = null;
    }
    unwatch();
  }

  private void look(long nowMillis) {
    InFlight<R> flights = requireNonNull(inFlight);
    boolean mayAsk = requireNonNull(waiting).mayAskAt(nowMillis);
    for (Landed<R> landed : flights.collect(nowMillis, mayAsk)) {
      requireNonNull(context)
          .forward(
              new Record<>(
                  landed.tenant().value(), part(landed, nowMillis), Math.max(0, nowMillis)));
    }
    if (flights.isEmpty()) {
      unwatch();
    }
  }

  private Part part(Landed<R> landed, long nowMillis) {
    long atMicros = TimeUnit.MILLISECONDS.toMicros(nowMillis);
    return branch.part().of(landed.position(), landed.answer(), atMicros, landed.tookMicros());
  }

  private void watch() {
    if (lookout == null && !requireNonNull(inFlight).isEmpty()) {
      lookout =
          requireNonNull(context).schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
    }
  }

  private void unwatch() {
    if (lookout != null) {
      lookout.cancel();
      lookout = null;
    }
  }

  private Asked at(Position position) {
    Pending message = requireNonNull(pending).get(position);
    return message == null ? new Asked("", true) : new Asked(words(message), message.isSuspect());
  }

  private static String words(Pending pending) {
    return pending.message().content().words();
  }
}
