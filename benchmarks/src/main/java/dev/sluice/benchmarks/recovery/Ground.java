package dev.sluice.benchmarks.recovery;

import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TopicProvisioner;
import dev.sluice.schemas.Topics;
import dev.sluice.tenants.TenantRegistry;
import dev.sluice.topology.TopologySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// A broker of its own with a few tenants, somebody who writes for them and somebody who reads.
final class Ground implements AutoCloseable {

  /// Anything that takes longer than this after a crash does not happen at all.
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration LOOK = Duration.ofMillis(100);

  private final Path directory;
  private final Broker broker;
  private final Feed feed;
  private final Outputs outputs;

  private Ground(Path directory, Broker broker, List<Tenant> tenants) {
    this.directory = directory;
    this.broker = broker;
    this.feed = new Feed(broker.connection(), tenants);
    this.outputs = Outputs.follow(broker.connection());
  }

  /// @param directory its own; created
  /// @param tenants at most as many as there are partitions
  static Ground open(Path directory, int tenants) throws IOException {
    Files.createDirectories(directory);
    Broker broker = Broker.start(directory.resolve("broker"));
    boolean ready = false;
    try {
      List<Tenant> known = Feed.tenants(tenants);
      try (Admin admin = Admin.create(broker.connection());
          TenantRegistry registry = TenantRegistry.open(broker.connection())) {
        new TopicProvisioner(admin).createShared();
        registry.apply(known);
      }
      ready = true;
      return new Ground(directory, broker, known);
    } finally {
      if (!ready) {
        broker.close();
      }
    }
  }

  Broker broker() {
    return broker;
  }

  Feed feed() {
    return feed;
  }

  Outputs outputs() {
    return outputs;
  }

  /// Starts an instance on this ground.
  ///
  /// @param settings what Kafka Streams is told beyond the settings of production
  Instance instance(String name, Duration fastest, Duration slowest, Map<String, String> settings)
      throws IOException {
    Map<String, String> connection = new HashMap<>(settings);
    connection.put("bootstrap.servers", broker.bootstrapServers());
    return Instance.start(
        new Instance.Plan(name, directory.resolve(name), fastest, slowest, connection));
  }

  /// Waits until every webhook has been read and what came of it is committed.
  void awaitAllRead(Duration limit) {
    try (Admin admin = Admin.create(broker.connection())) {
      Waits.until(
          () -> {
            Waits.pass(LOOK);
            return lag(admin) == 0;
          },
          limit,
          () -> "the end of the webhooks");
    }
  }

  /// Waits for all messages sent so far, and counts.
  Tally finish() {
    feed.requireAppended();
    outputs.awaitSize(feed.sent(), PATIENCE);
    return Tally.of(feed.sent(), outputs.soFar());
  }

  @Override
  public void close() {
    outputs.close();
    feed.close();
    broker.close();
  }

  private static long lag(Admin admin) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int partition = 0; partition < Topics.WEBHOOKS.partitions(); partition++) {
      latest.put(new TopicPartition(Topics.WEBHOOKS.name(), partition), OffsetSpec.latest());
    }
    try {
      Map<TopicPartition, OffsetAndMetadata> read =
          admin
              .listConsumerGroupOffsets(TopologySettings.APPLICATION_ID)
              .partitionsToOffsetAndMetadata()
              .get();
      return admin.listOffsets(latest).all().get().entrySet().stream()
          .mapToLong(end -> end.getValue().offset() - offset(read.get(end.getKey())))
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not tell offsets", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static long offset(@Nullable OffsetAndMetadata read) {
    return read == null ? 0 : read.offset();
  }
}
