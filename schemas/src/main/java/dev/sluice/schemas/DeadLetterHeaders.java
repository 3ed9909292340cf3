package dev.sluice.schemas;

import org.apache.kafka.common.header.Headers;

/// The headers of a dead letter. The first six are named as Kafka Streams names its own (KIP-1034),
/// so that one viewer reads both.
public final class DeadLetterHeaders {

  public static final String EXCEPTION = "__streams.errors.exception";
  public static final String MESSAGE = "__streams.errors.message";
  public static final String STACK_TRACE = "__streams.errors.stacktrace";
  public static final String TOPIC = "__streams.errors.topic";
  public static final String PARTITION = "__streams.errors.partition";
  public static final String OFFSET = "__streams.errors.offset";

  /// Why, by name: a [Reason].
  public static final String REASON = "sluice_reason";

  /// Where: the stage that gave up.
  public static final String STAGE = "sluice_stage";

  /// How often it was tried.
  public static final String ATTEMPTS = "sluice_attempts";

  /// Why a record could not be processed.
  public enum Reason {
    /// The bytes are not JSON, or not the shape they claim to be.
    UNREADABLE,
    /// An element lacks what it cannot be processed without.
    INCOMPLETE,
    /// The tenant is not, or no longer, known.
    UNKNOWN_TENANT,
    /// A stage failed each time it was tried.
    POISON
  }

  private DeadLetterHeaders() {}

  /// Adds where a dead letter came from and why it is one.
  ///
  /// @param message in our words; never a piece of the payload
  public static void put(
      Headers headers,
      Reason reason,
      String stage,
      String message,
      String topic,
      int partition,
      long offset) {
    WebhookHeaders.put(headers, REASON, reason.name());
    WebhookHeaders.put(headers, STAGE, stage);
    WebhookHeaders.put(headers, MESSAGE, message);
    WebhookHeaders.put(headers, TOPIC, topic);
    WebhookHeaders.put(headers, PARTITION, Integer.toString(partition));
    WebhookHeaders.put(headers, OFFSET, Long.toString(offset));
  }
}
