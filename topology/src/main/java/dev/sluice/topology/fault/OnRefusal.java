package dev.sluice.topology.fault;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.Topics;
import dev.sluice.topology.Names;
import dev.sluice.topology.TopologyMetrics;
import dev.sluice.topology.admit.Pending;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes which message a broker refused, and fails.
///
/// `Response.resume` with a dead letter would be of no use: a producer whose record was refused
/// cannot commit its transaction any more (KAFKA-15259), and without transactions the offset of the
/// message would be committed with the dead letter still on its way. So the task ends, starts again
/// from its last commit, and finds the message among the [Refusals] when it would write it the next
/// time. What is refused and carries no message ends the task each time, loudly.
public final class OnRefusal implements ProductionExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(OnRefusal.class);

  private @Nullable TopologyMetrics metrics;
  private @Nullable Refusals refusals;

  @Override
  public void configure(Map<String, ?> settings) {
    metrics = Handlers.metrics(settings);
    refusals = Handlers.refusals(settings);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    if (exception instanceof RetriableException) {
      return Response.retry();
    }
    if (isRefusal(exception)) {
      note(record, exception);
    }
    return Response.fail();
  }

  /// What a serializer throws has not reached the producer: the stage before it answers for it.
  @Override
  @SuppressWarnings("rawtypes")
  public Response handleSerializationError(
      ErrorHandlerContext context,
      ProducerRecord record,
      Exception exception,
      SerializationExceptionOrigin origin) {
    return Response.fail();
  }

  private void note(ProducerRecord<byte[], byte[]> record, Exception exception) {
    requireNonNull(metrics).refusedByBroker();
    Optional<InboundMessage> message = messageIn(record);
    message.ifPresent(requireNonNull(refusals)::note);
    log.atError()
        .addKeyValue("tenant", message.map(it -> it.tenant().value()).orElse("unknown"))
        .addKeyValue("messageId", message.map(InboundMessage::messageId).orElse("unknown"))
        .addKeyValue("topic", record.topic())
        .addKeyValue("reason", exception.getClass().getSimpleName())
        .log("a broker refused a record");
  }

  @SuppressWarnings("CatchingUnchecked") // what is thrown here would be taken for the producer's
  private static Optional<InboundMessage> messageIn(ProducerRecord<byte[], byte[]> record) {
    String topic = record.topic();
    byte[] value = record.value();
    if (value == null) {
      return Optional.empty();
    }
    try {
      if (topic.endsWith(Names.PENDING_STORE + "-changelog")
          || topic.endsWith(Names.PARKED_STORE + "-changelog")) {
        return Optional.of(Pending.serde().deserializer().deserialize(topic, value).message());
      }
      return topic.startsWith(Topics.INBOX.name())
          ? Optional.of(Topics.INBOX.values().deserializer().deserialize(topic, value).message())
          : Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isRefusal(Exception exception) {
    return exception instanceof RecordTooLargeException
        || exception instanceof RecordBatchTooLargeException
        || exception instanceof InvalidTimestampException
        || exception instanceof InvalidRecordException;
  }
}
