package dev.sluice.topology;

import static org.awaitility.Awaitility.await;

import dev.sluice.embedded.EmbeddedKafka;
import dev.sluice.embedded.KafkaSettings;
import dev.sluice.schemas.TopicProvisioner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/// A broker in a process of its own, which comes back under the same address after it was killed.
final class BrokerJvm implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private static final String ADDRESS = "address";

  private final Path directory;
  private ChildJvm process;
  private int port;

  private BrokerJvm(Path directory) throws IOException {
    this.directory = directory;
    this.process = launch();
  }

  /// @param directory its own; created
  static BrokerJvm start(Path directory) throws IOException {
    Files.createDirectories(directory);
    return new BrokerJvm(directory);
  }

  Map<String, Object> connection() {
    return Map.of("bootstrap.servers", "127.0.0.1:" + port);
  }

  /// Creates the topics all tenants share.
  void createSharedTopics() {
    try (Admin admin = Admin.create(connection())) {
      new TopicProvisioner(admin).createShared();
    }
  }

  /// SIGKILL.
  void kill() {
    process.kill();
  }

  /// SIGTERM: the broker closes its logs and ends.
  void stop() {
    process.stop();
  }

  /// Starts it once more on the same directory and port; returns when it accepts records.
  void restart() throws IOException {
    process = launch();
  }

  @Override
  public void close() {
    process.kill();
  }

  private ChildJvm launch() throws IOException {
    Path address = directory.resolve(ADDRESS);
    Files.deleteIfExists(address);
    ChildJvm child =
        ChildJvm.start(
            BrokerJvm.class,
            List.of(directory.toString(), Integer.toString(port)),
            directory.resolve("log"));
    await().atMost(START_LIMIT).until(() -> Files.exists(address));
    String said = Files.readString(address);
    port = Integer.parseInt(said.substring(said.lastIndexOf(':') + 1));
    return child;
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    EmbeddedKafka kafka =
        EmbeddedKafka.start(
            KafkaSettings.in(directory.resolve("data"))
                .withPort(Integer.parseInt(arguments[1]))
                // As on a cluster, where the controller notices that a broker is gone.
                .withOverride("broker.session.timeout.ms", "6000"));
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop"));
    Path written = Files.writeString(directory.resolve("written"), kafka.bootstrapServers());
    Files.move(written, directory.resolve(ADDRESS));
    ChildJvm.endWithParent();
  }
}
