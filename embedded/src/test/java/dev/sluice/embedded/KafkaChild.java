package dev.sluice.embedded;

import java.nio.file.Path;

/// A process that owns a broker and has one record acknowledged by it.
final class KafkaChild {

  static final String TOPIC = "kept";

  private KafkaChild() {}

  public static void main(String[] args) throws Exception {
    EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(Path.of(args[0])));
    Records records = new Records(kafka.bootstrapServers());
    records.createTopic(TOPIC);
    records.write(TOPIC, "acknowledged");
    ChildProcess.ready(kafka.bootstrapServers());
  }
}
