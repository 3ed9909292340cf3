package dev.sluice.topology.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.junit.jupiter.api.Test;

class FaultTest {

  @Test
  void shouldTakeWhatAStageThrowsForAFaultOfItsRecord() {
    IllegalStateException thrown = new IllegalStateException("secret");

    assertThat(Fault.of(thrown)).map(Fault::cause).contains(thrown);
    assertThat(Fault.of(new StreamsException(thrown))).map(Fault::cause).contains(thrown);
    assertThat(Fault.of(thrown))
        .map(Fault::inWords)
        .hasValue("the stage failed: IllegalStateException");
  }

  @Test
  void shouldTakeWhatASerializerThrowsForAFaultOfItsRecord() {
    SerializationException thrown = new SerializationException("too long");

    assertThat(Fault.of(thrown)).map(Fault::cause).contains(thrown);
    assertThat(Fault.of(new StreamsException(new StreamsException("cannot serialize", thrown))))
        .map(Fault::cause)
        .contains(thrown);
  }

  @Test
  void shouldTakeWhatKafkaThrowsForAFaultOfItsSurroundings() {
    assertThat(Fault.of(new StreamsException("no more"))).isEmpty();
    assertThat(Fault.of(new TaskMigratedException("gone"))).isEmpty();
    assertThat(Fault.of(new TaskMigratedException("gone", new ProducerFencedException("older"))))
        .isEmpty();
    assertThat(Fault.of(new StreamsException(new TimeoutException("later")))).isEmpty();
    assertThat(
            Fault.of(
                new StreamsException(
                    new StreamsException("send failed", new KafkaException("in error state")))))
        .isEmpty();
    assertThat(
            Fault.of(
                new StreamsException(
                    new StreamsException("callback failed", new IllegalStateException("ours")))))
        .isEmpty();
  }
}
