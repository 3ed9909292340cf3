package dev.sluice.topology.join;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.StageTimes;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.topology.Names;
import dev.sluice.topology.TopologyMetrics;
import dev.sluice.topology.admit.Pending;
import dev.sluice.topology.parse.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Joins the two answers of each message and releases messages in the order of their conversation.
///
/// A released message leaves the store in the transaction that carries it to the inbox: after a
/// crash it is either still pending and understood again, or gone and in the inbox. Everything held
/// in memory is rebuilt from the store each time the task is initialised, which also happens to the
/// same instance when a task is revived after an aborted transaction.
public final class JoinAndRelease implements Processor<String, Part, String, Understood> {

  private final TopologyMetrics metrics;
  private Conversations conversations = new Conversations();
  private @Nullable ProcessorContext<String, Understood> context;
  private @Nullable KeyValueStore<Position, Pending> pending;

  public JoinAndRelease(TopologyMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, Understood> context) {
    KeyValueStore<Position, Pending> store = context.getStateStore(Names.PENDING_STORE);
    this.context = context;
    this.pending = store;
    this.conversations = new Conversations();
    try (KeyValueIterator<Position, Pending> inOrder = store.all()) {
      while (inOrder.hasNext()) {
        KeyValue<Position, Pending> entry = inOrder.next();
        conversations.arrive(entry.key, entry.value.message().conversation());
      }
    }
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
      Pending message = requireNonNull(pending).delete(complete.position());
      if (message != null) {
        requireNonNull(context).forward(understood(message, complete));
        metrics.released();
      }
    }
  }

  private Record<String, Understood> understood(Pending pending, Complete complete) {
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
  /// whose time is more than an hour ahead, and a refused record would stop the stream at every
  /// restart.
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
