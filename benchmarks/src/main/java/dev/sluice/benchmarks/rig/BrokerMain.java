package dev.sluice.benchmarks.rig;

import dev.sluice.embedded.EmbeddedKafka;
import dev.sluice.embedded.KafkaSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// The process of [BrokerProcess]: prints its address, and runs until its input ends, which it does
/// however its parent goes.
final class BrokerMain {

  private BrokerMain() {}

  /// @param arguments the data directory, then `key=value` pairs that override the configuration
  public static void main(String... arguments) throws IOException {
    KafkaSettings settings = KafkaSettings.in(Path.of(arguments[0]));
    for (int i = 1; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      settings =
          settings.withOverride(
              arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    EmbeddedKafka broker = EmbeddedKafka.start(settings);
    System.out.println(broker.bootstrapServers());
    System.in.transferTo(OutputStream.nullOutputStream());
    Runtime.getRuntime().halt(0);
  }
}
