package dev.sluice.topology.fault;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.DeadLetterHeaders;
import dev.sluice.schemas.DeadLetterHeaders.Reason;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.topology.TopologyMetrics;
import dev.sluice.topology.parse.Element;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Sets an element aside that a stage up to `admit`, or one on the way of a status, fails on: the
/// webhook it came from goes to the dead letters in the same transaction, and its partition goes
/// on.
///
/// Behind `admit` a message is in the store and must not be dropped on the way: a failure there
/// ends the task, unless it happens on release, where [dev.sluice.topology.join.JoinAndRelease]
/// deals with it.
public final class BeforeAdmission implements ProcessingExceptionHandler {

  private @Nullable TopologyMetrics metrics;

  @Override
  public void configure(Map<String, ?> settings) {
    metrics = Handlers.metrics(settings);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
    Optional<Fault> fault = Fault.of(exception);
    if (fault.isEmpty() || record == null) {
      return Response.fail();
    }
    byte[] original = original(record.value());
    if (original == null) {
      return Response.fail();
    }
    String stage = context.processorNodeId();
    requireNonNull(metrics).deadLetter(stage, Reason.POISON);
    Headers headers = new RecordHeaders();
    DeadLetterHeaders.put(
        headers,
        Reason.POISON,
        stage,
        fault.get().inWords(),
        context.topic(),
        context.partition(),
        context.offset());
    WebhookHeaders.put(
        headers, DeadLetterHeaders.EXCEPTION, fault.get().cause().getClass().getName());
    byte[] key =
        Topics.DEAD_LETTERS.keys().serializer().serialize("", String.valueOf(record.key()));
    return Response.resume(
        List.of(
            new ProducerRecord<>(Topics.DEAD_LETTERS.name(), null, null, key, original, headers)));
  }

  /// The webhook, or the status read from it; null behind `admit`.
  private static byte @Nullable [] original(@Nullable Object value) {
    return switch (value) {
      case Element element -> element.original();
      case ProviderStatus status ->
          Topics.STATUSES.values().serializer().serialize(Topics.STATUSES.name(), status);
      case null, default -> null;
    };
  }
}
