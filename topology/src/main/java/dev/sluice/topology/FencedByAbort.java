package dev.sluice.topology;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The producer of a stream thread, which begins no transaction after one that it aborted.
///
/// All tasks of a thread share its transaction. When one of them is found corrupted in the middle
/// of a rebalance, Kafka Streams 4.3.1 cannot commit the others and aborts what they have written,
/// yet lets them go on as if it were there: their next commit makes the loss final. (What was lost
/// in the run that showed it: 307 messages that had left the store, and 6 webhooks read.)
///
/// A producer that is fenced makes the thread give up all its tasks, take a new producer and start
/// them from the last commit. That is what has to happen after an abort, so this one says that it
/// is. An abort without anything to lose does not come here, for no transaction is open then.
final class FencedByAbort extends KafkaProducer<byte[], byte[]> {

  /// Belongs to the stream thread, like every call but those of the network thread.
  private boolean aborted;

  FencedByAbort(Map<String, Object> settings) {
    super(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void beginTransaction() {
    if (aborted) {
      throw new ProducerFencedException(
          "a transaction was aborted: every task of the thread starts from the last commit");
    }
    super.beginTransaction();
  }

  @Override
  public void abortTransaction() {
    aborted = true;
    super.abortTransaction();
  }
}
