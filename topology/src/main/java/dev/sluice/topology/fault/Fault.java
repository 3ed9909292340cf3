package dev.sluice.topology.fault;

import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.StreamsException;

/// What is wrong with one record, as opposed to with Kafka, a store or this instance: it would fail
/// the same way each time it is tried, and every other record is fine.
///
/// @param cause what the stage threw; its message is not to be shown, it may repeat a payload
public record Fault(Throwable cause) {

  /// Tells a failure of the record from a failure of its surroundings, which has to end the task so
  /// that its transaction is aborted.
  ///
  /// What a stage throws reaches its caller as the cause of a `StreamsException`, what a serializer
  /// throws as the cause of the cause. Everything Kafka Streams and its producer throw themselves
  /// is a `KafkaException` all the way: a lost task, a fenced producer, a broken store, a time-out.
  ///
  /// @param thrown by a stage, or by `forward` to a stage
  /// @return empty when the surroundings have failed
  public static Optional<Fault> of(Throwable thrown) {
    Throwable failure =
        thrown instanceof StreamsException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (!(failure instanceof KafkaException) || failure instanceof SerializationException) {
      return Optional.of(new Fault(failure));
    }
    Throwable beneath = failure.getCause();
    return beneath instanceof SerializationException || beneath instanceof ClassCastException
        ? Optional.of(new Fault(beneath))
        : Optional.empty();
  }

  /// What happened, in our words.
  public String inWords() {
    return "the stage failed: " + cause.getClass().getSimpleName();
  }
}
