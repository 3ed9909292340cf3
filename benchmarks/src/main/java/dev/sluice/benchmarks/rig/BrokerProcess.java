package dev.sluice.benchmarks.rig;

import dev.sluice.schemas.TopicProvisioner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/// The embedded broker in a process of its own, as a cluster would be: its garbage collection does
/// not stop the clocks of what is measured.
public final class BrokerProcess implements AutoCloseable {

  /// For the tenants of one measurement; each thousand topics take some 40 MB more.
  private static final int HEAP_MIB = 384;

  private final Child child;
  private final String bootstrapServers;

  private BrokerProcess(Child child, String bootstrapServers) {
    this.child = child;
    this.bootstrapServers = bootstrapServers;
  }

  /// Starts a broker on an empty directory, with the topics all tenants share.
  public static BrokerProcess start(Path scratch) throws IOException {
    return start(scratch, HEAP_MIB);
  }

  /// The same with another heap.
  public static BrokerProcess start(Path scratch, int heapMiB) throws IOException {
    Path data = Files.createDirectories(scratch.resolve("kafka"));
    Child child =
        Child.ofThisClassPath(
            "broker", scratch, heapMiB, BrokerMain.class, List.of(data.toString()));
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

  /// Settings with which any Kafka client reaches it.
  public Map<String, Object> connection() {
    return Map.of("bootstrap.servers", bootstrapServers);
  }

  @Override
  public void close() {
    child.close();
  }
}
