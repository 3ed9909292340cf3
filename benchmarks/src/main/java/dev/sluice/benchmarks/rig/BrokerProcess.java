package dev.sluice.benchmarks.rig;

import dev.sluice.schemas.TopicProvisioner;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/// The embedded broker in a process of its own, as a cluster would be: its garbage collection does
/// not stop the clocks of what is measured.
public final class BrokerProcess implements AutoCloseable {

  private static final String HEAP = "-Xmx384m";

  private final Child child;
  private final String bootstrapServers;

  private BrokerProcess(Child child, String bootstrapServers) {
    this.child = child;
    this.bootstrapServers = bootstrapServers;
  }

  /// Starts a broker on an empty directory, with the topics all tenants share.
  public static BrokerProcess start(Path scratch) throws IOException {
    Path data = Files.createDirectories(scratch.resolve("kafka"));
    Child child =
        Child.start(
            "broker",
            scratch,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(),
                BrokerMain.class.getName(),
                data.toString()));
    boolean ready = false;
    try {
      BrokerProcess broker = new BrokerProcess(child, child.line());
      try (Admin admin = Admin.create(broker.connection())) {
        new TopicProvisioner(admin).createShared();
      }
      ready = true;
      return broker;
    } finally {
      if (!ready) {
        child.close();
      }
    }
  }

  /// This process's own, from any directory.
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// Settings with which any Kafka client reaches it.
  public Map<String, Object> connection() {
    return Map.of("bootstrap.servers", bootstrapServers);
  }

  @Override
  public void close() {
    child.close();
  }
}
