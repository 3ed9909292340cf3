package dev.sluice.testsupport;

import dev.sluice.embedded.EmbeddedKafka;
import dev.sluice.embedded.KafkaSettings;
import dev.sluice.schemas.TopicProvisioner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/// A Kafka broker in a process of its own, which comes back under the same address with the same
/// data after it was killed.
///
/// For what [TestBroker] cannot show, because all tests of a JVM share it: a broker that goes away.
/// One thread at a time; [#connection] from any.
public final class BrokerJvm implements AutoCloseable {

  /// A start takes some 2 s, and a second one a few more while the session of the dead broker ends;
  /// the rest is for a busy machine.
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private static final Duration LOOK = Duration.ofMillis(20);

  private static final String ADDRESS = "address";
  private static final String LOG = "log";

  private final Path directory;
  private final Map<String, String> overrides;
  private ChildJvm process;
  private volatile int port;

  private BrokerJvm(Path directory, Map<String, String> overrides) throws IOException {
    this.directory = directory;
    this.overrides = Map.copyOf(overrides);
    this.process = launch();
  }

  /// Starts a broker and returns when it accepts records. Automatic topic creation is off.
  ///
  /// @param directory its own, for data, address and log; created
  /// @param overrides broker configuration that replaces the defaults of [EmbeddedKafka], by
  ///   Kafka's own names
  /// @throws IllegalStateException when it ends while starting, or is not ready after 3 min
  public static BrokerJvm start(Path directory, Map<String, String> overrides) throws IOException {
    Files.createDirectories(directory);
    return new BrokerJvm(directory, overrides);
  }

  /// Where it listens: the same after each restart.
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /// Settings with which any Kafka client reaches it: `bootstrap.servers`.
  public Map<String, Object> connection() {
    return Map.of("bootstrap.servers", bootstrapServers());
  }

  /// Creates the topics all tenants share. Those that exist are left as they are.
  public void createSharedTopics() {
    try (Admin admin = Admin.create(connection())) {
      new TopicProvisioner(admin).createShared();
    }
  }

  /// SIGKILL; returns when it is dead.
  public void kill() {
    process.kill();
  }

  /// SIGSTOP: it accepts connections and says nothing, until [#thaw].
  public void freeze() {
    process.freeze();
  }

  /// SIGCONT: it goes on as if no time had passed.
  public void thaw() {
    process.thaw();
  }

  /// SIGTERM: it closes its logs; returns when it has ended.
  public void stop() {
    process.stop();
  }

  /// Starts it once more, after it was killed or stopped; returns when it accepts records.
  ///
  /// @throws IllegalStateException as [#start]
  public void restart() throws IOException {
    process = launch();
  }

  /// Kills it. What it has written stays in its directory.
  @Override
  public void close() {
    process.kill();
  }

  private ChildJvm launch() throws IOException {
    Path address = directory.resolve(ADDRESS);
    Files.deleteIfExists(address);
    List<String> arguments = new ArrayList<>();
    arguments.add(directory.toString());
    arguments.add(Integer.toString(port));
    overrides.forEach((key, value) -> arguments.add(key + "=" + value));
    ChildJvm child = ChildJvm.start(BrokerJvm.class, arguments, directory.resolve(LOG));
    boolean ready = false;
    try {
      awaitAddress(child, address);
      ready = true;
    } finally {
      if (!ready) {
        child.kill();
      }
    }
    String said = Files.readString(address);
    port = Integer.parseInt(said.substring(said.lastIndexOf(':') + 1));
    return child;
  }

  private void awaitAddress(ChildJvm child, Path address) {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!Files.exists(address)) {
      boolean ended = child.awaitEnd(LOOK);
      if (ended || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "no broker: %s %s; see %s"
                .formatted(
                    child,
                    ended ? "ended" : "is not ready after " + START_LIMIT,
                    directory.resolve(LOG)));
      }
    }
  }

  /// The broker's process.
  ///
  /// @param arguments its directory, its port or 0, then `key=value` for each override
  public static void main(String... arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    KafkaSettings settings =
        KafkaSettings.in(directory.resolve("data")).withPort(Integer.parseInt(arguments[1]));
    for (int i = 2; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      settings =
          settings.withOverride(
              arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    EmbeddedKafka kafka = EmbeddedKafka.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop"));
    Path written = Files.writeString(directory.resolve("written"), kafka.bootstrapServers());
    Files.move(written, directory.resolve(ADDRESS));
    ChildJvm.endWithParent();
  }
}
