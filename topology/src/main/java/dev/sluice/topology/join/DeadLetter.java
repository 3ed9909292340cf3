package dev.sluice.topology.join;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.DeadLetterHeaders;
import dev.sluice.schemas.DeadLetterHeaders.Reason;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.JsonSerde;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.topology.admit.Pending;
import dev.sluice.topology.fault.Fault;
import dev.sluice.topology.parse.Position;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a message that cannot be released is set aside.
///
/// @param partition of the webhooks it came from
record DeadLetter(int partition) {

  static final String STAGE = "release";
  static final Reason REASON = Reason.POISON;

  private static final Logger log = LoggerFactory.getLogger(DeadLetter.class);

  private static final Serde<InboundMessage> JSON =
      JsonSerde.of(Topics.DEAD_LETTERS.name(), InboundMessage.class);

  Record<String, Released> of(Pending pending, Position position, Fault fault, long timestamp) {
    InboundMessage message = pending.message();
    Headers headers = new RecordHeaders();
    DeadLetterHeaders.put(
        headers,
        REASON,
        STAGE,
        fault.inWords(),
        Topics.WEBHOOKS.name(),
        partition,
        position.offset());
    WebhookHeaders.put(headers, DeadLetterHeaders.ATTEMPTS, Integer.toString(pending.attempts()));
    WebhookHeaders.put(headers, DeadLetterHeaders.EXCEPTION, fault.cause().getClass().getName());
    log.atError()
        .addKeyValue("tenant", message.tenant())
        .addKeyValue("messageId", message.messageId())
        .addKeyValue("reason", fault.cause().getClass().getName())
        .log("set a message aside that could not be released");
    byte[] original = requireNonNull(JSON.serializer().serialize("", message));
    return new Record<>(
        message.tenant().value(), new Failed(Bytes.wrap(original)), timestamp, headers);
  }
}
