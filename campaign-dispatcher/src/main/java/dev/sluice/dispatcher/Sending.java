package dev.sluice.dispatcher;

import dev.sluice.dispatcher.RetryPolicy.Progress;
import dev.sluice.schemas.DelayedSend;
import dev.sluice.schemas.DeliveryOutcome.Delivery;
import dev.sluice.schemas.OutboundMessage;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// One message on its way out: where it was read, and how far it has come.
///
/// @param failures answers that counted against the message
/// @param holds answers that did not: what they refused was the number, the account or the moment
/// @param startedAt when its first request began, in whichever dispatcher that was; null before
record Sending(
    OwnedPartition partition,
    ConsumerRecord<byte[], byte[]> record,
    OutboundMessage message,
    int failures,
    int holds,
    @Nullable Instant startedAt) {

  /// A message as it was read, with what it had come through before it was parked.
  static Sending first(
      OwnedPartition partition, ConsumerRecord<byte[], byte[]> record, OutboundMessage message) {
    ReturnHeaders before = ReturnHeaders.read(record.headers());
    return new Sending(
        partition, record, message, before.failures(), before.holds(), before.firstAttemptAt());
  }

  Sending begunAt(Instant now) {
    Instant first = startedAt == null ? now : startedAt;
    return new Sending(partition, record, message, failures, holds, first);
  }

  Sending failedOnceMore() {
    return new Sending(partition, record, message, failures + 1, holds, startedAt);
  }

  Sending heldOnceMore() {
    return new Sending(partition, record, message, failures, holds + 1, startedAt);
  }

  /// @param providerDown whether its tenant's breaker is open
  Progress progress(Instant now, boolean providerDown) {
    Duration elapsed = startedAt == null ? Duration.ZERO : Duration.between(startedAt, now);
    return new Progress(failures, holds, elapsed, partition.isReplies(), providerDown);
  }

  /// The same as it waits in the topic of parked messages.
  DelayedSend parked(Instant notBefore) {
    return new DelayedSend(
        message, attempts(), notBefore, failures == 0 ? null : failures, startedAt);
  }

  /// Requests made so far.
  int attempts() {
    return failures + holds;
  }

  /// The facts of its outcome, the request that has just been answered counted.
  Delivery delivery(Instant now) {
    return delivery(attempts() + 1, now);
  }

  /// The facts of its outcome when it was not sent this time.
  Delivery unsent(Instant now) {
    return delivery(attempts(), now);
  }

  private Delivery delivery(int attempts, Instant now) {
    return new Delivery(
        message.tenant(),
        message.messageId(),
        message.campaign(),
        message.channel(),
        message.recipient(),
        attempts,
        startedAt == null ? now : startedAt,
        now);
  }
}
