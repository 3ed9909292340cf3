package dev.sluice.topology.join;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.StageTimes;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.topology.AfterCommit;
import dev.sluice.topology.CommitPace;
import dev.sluice.topology.Guarantee;
import dev.sluice.topology.Names;
import dev.sluice.topology.TimelyCommit;
import dev.sluice.topology.TopologyMetrics;
import dev.sluice.topology.admit.Pending;
import dev.sluice.topology.admit.Waiting;
import dev.sluice.topology.fault.Fault;
import dev.sluice.topology.fault.Refusals;
import dev.sluice.topology.fault.RefusedByBroker;
import dev.sluice.topology.parse.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Joins the two answers of each message and releases messages in the order of their conversation.
///
/// A released message leaves the store in the transaction that carries it to the inbox: after a
/// crash it is either still pending and understood again, or gone and in the inbox. Everything held
/// in memory is rebuilt from the store each time the task is initialised, which also happens to the
/// same instance when a task is revived after an aborted transaction.
///
/// What a stage behind throws because of the message itself ends here: the message leaves the store
/// for the dead letters instead, and its conversation goes on. What the stage throws because of
/// Kafka or a store goes on to end the task.
public final class JoinAndRelease implements Processor<String, Part, String, Released> {

  private final Guarantee guarantee;
  private final Supplier<CommitPace> pace;
  private final Refusals refusals;
  private final TopologyMetrics metrics;
  private Conversations conversations = new Conversations();
  private @Nullable ProcessorContext<String, Released> context;
  private @Nullable KeyValueStore<Position, Pending> pending;
  private @Nullable Waiting waiting;
  private @Nullable AfterCommit afterCommit;
  private @Nullable TimelyCommit commits;
  private @Nullable DeadLetter deadLetters;

  /// @param pace of the thread that asks
  public JoinAndRelease(
      Guarantee guarantee, Supplier<CommitPace> pace, Refusals refusals, TopologyMetrics metrics) {
    this.guarantee = guarantee;
    this.pace = pace;
    this.refusals = refusals;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, Released> context) {
    KeyValueStore<Position, Pending> store = context.getStateStore(Names.PENDING_STORE);
    Waiting view = context.getStateStore(Names.WAITING_STORE);
    view.restore(store, context.getStateStore(Names.PARKED_STORE));
    this.context = context;
    this.pending = store;
    this.waiting = view;
    this.afterCommit = new AfterCommit(context, guarantee);
    this.commits = new TimelyCommit(context, guarantee, pace.get());
    this.deadLetters = new DeadLetter(context.taskId().partition());
    this.conversations = new Conversations();
    view.forEach((tenant, position, conversation) -> conversations.arrive(position, conversation));
  }

  @Override
  public void process(Record<String, Part> part) {
    switch (part.value()) {
      case Part.Arrival(Position position, var conversation) ->
          conversations.arrive(position, conversation);
      case Part.OfSentiment answer -> release(conversations.answer(answer));
      case Part.OfCategory answer -> release(conversations.answer(answer));
    }
  }

  private void release(List<Complete> inTurn) {
    for (Complete complete : inTurn) {
      Pending message = takeOut(complete.position());
      if (message != null) {
        requireNonNull(waiting).remove(message.message().tenant(), complete.position());
        release(message, complete);
      }
    }
  }

  /// Without transactions the message stays in the store until its copy is safe.
  private @Nullable Pending takeOut(Position position) {
    KeyValueStore<Position, Pending> store = requireNonNull(pending);
    return switch (guarantee) {
      case EXACTLY_ONCE -> store.delete(position);
      case AT_LEAST_ONCE -> {
        requireNonNull(afterCommit).run(() -> store.delete(position));
        yield store.get(position);
      }
    };
  }

  private void release(Pending message, Complete complete) {
    Record<String, Released> understood = understood(message, complete);
    try {
      if (refusals.contains(message.message())) {
        throw new StreamsException(new RefusedByBroker());
      }
      requireNonNull(context).forward(understood);
    } catch (StreamsException e) {
      Fault fault = Fault.of(e).orElseThrow(() -> e);
      metrics.deadLetter(DeadLetter.STAGE, DeadLetter.REASON);
      requireNonNull(context)
          .forward(
              requireNonNull(deadLetters)
                  .of(message, complete.position(), fault, understood.timestamp()));
    }
    Understood released = (Understood) understood.value();
    long slower = Math.max(complete.sentiment().tookMicros(), complete.category().tookMicros());
    count(released, slower);
    requireNonNull(commits).released(waitedMillis(released.stages(), slower));
  }

  /// How long a message was here without its models' being at work on it.
  private static long waitedMillis(StageTimes stages, long modelMicros) {
    return TimeUnit.MICROSECONDS.toMillis(stages.released() - stages.admitted() - modelMicros);
  }

  private void count(Understood message, long modelMicros) {
    if (message.sentiment().by().source() == Provenance.Source.DEGRADED
        || message.category().by().source() == Provenance.Source.DEGRADED) {
      metrics.releasedDegraded();
    } else {
      metrics.released(message.stages(), modelMicros);
    }
  }

  private Record<String, Released> understood(Pending pending, Complete complete) {
    InboundMessage message = pending.message();
    long nowMillis = requireNonNull(context).currentSystemTimeMs();
    StageTimes stages =
        new StageTimes(
            ChronoUnit.MICROS.between(Instant.EPOCH, message.receivedAt()),
            pending.admittedMicros(),
            complete.sentiment().atMicros(),
            complete.category().atMicros(),
            TimeUnit.MILLISECONDS.toMicros(nowMillis));
    Understood understood =
        new Understood(
            message, complete.sentiment().sentiment(), complete.category().category(), stages);
    return new Record<>(
        message.tenant().value(), understood, recordTime(message, nowMillis), headers(pending));
  }

  /// The time of receipt, but never in the future nor before the epoch: a broker refuses a record
  /// whose time is more than an hour ahead, and a refused record breaks its transaction.
  private static long recordTime(InboundMessage message, long nowMillis) {
    return Math.clamp(message.receivedAt().toEpochMilli(), 0, nowMillis);
  }

  private static Headers headers(Pending pending) {
    Headers headers = new RecordHeaders();
    if (pending.traceParent() != null) {
      WebhookHeaders.put(headers, WebhookHeaders.TRACE_PARENT, pending.traceParent());
    }
    return headers;
  }
}
