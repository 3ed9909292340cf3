package dev.sluice.benchmarks.recovery;

import dev.sluice.embedded.EmbeddedKafka;
import dev.sluice.embedded.KafkaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The embedded broker in a process of its own, which comes back under the same address after it
/// was killed.
final class Broker implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String ADDRESS = "address";

  private final Path directory;
  private Jvm process;
  private int port;

  private Broker(Path directory) throws IOException {
    this.directory = directory;
    this.process = launch();
  }

  /// @param directory its own; created
  static Broker start(Path directory) throws IOException {
    Files.createDirectories(directory);
    return new Broker(directory);
  }

  String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  Map<String, Object> connection() {
    return Map.of("bootstrap.servers", bootstrapServers());
  }

  /// SIGKILL.
  void kill() {
    process.kill();
  }

  /// SIGTERM: it closes its logs and ends.
  void stop() {
    process.stop();
  }

  /// Starts it once more; returns when it accepts records.
  void restart() throws IOException {
    process = launch();
  }

  @Override
  public void close() {
    process.kill();
  }

  private Jvm launch() throws IOException {
    Path address = directory.resolve(ADDRESS);
    Files.deleteIfExists(address);
    Jvm started =
        Jvm.start(
            Broker.class,
            List.of(directory.toString(), Integer.toString(port)),
            directory.resolve("log"));
    Waits.until(() -> Files.exists(address), START_LIMIT, () -> "a broker in " + directory);
    String said = Files.readString(address);
    port = Integer.parseInt(said.substring(said.lastIndexOf(':') + 1));
    return started;
  }

  public static void main(String... arguments) {
    Path directory = Path.of(arguments[0]);
    EmbeddedKafka kafka =
        EmbeddedKafka.start(
            KafkaSettings.in(directory.resolve("data")).withPort(Integer.parseInt(arguments[1])));
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop"));
    try {
      Path written = Files.writeString(directory.resolve("written"), kafka.bootstrapServers());
      Files.move(written, directory.resolve(ADDRESS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Jvm.endWithParent();
  }
}
