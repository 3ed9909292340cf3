package dev.sluice.benchmarks.recovery;

import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Topics;
import dev.sluice.tenants.TenantRegistry;
import dev.sluice.testsupport.BrokerJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A broker of its own with a few tenants, somebody who writes for them and somebody who reads.
final class Ground implements AutoCloseable {

  /// Anything that takes longer than this after a crash does not happen at all.
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /// A new instance, and one without its stores, follows the changelogs first and gets its
  /// partitions when it has caught up, which is looked at every minute: two looks, and the
  /// rebalances after them.
  static final Duration CATCHES_UP = Duration.ofMinutes(4);

  /// When a burst has had its most calls at once, or never will.
  private static final Duration BURST_LASTS = Duration.ofSeconds(2);

  private static final Duration LOOK = Duration.ofMillis(100);

  private final Path directory;
  private final BrokerJvm broker;
  private final Feed feed;
  private final Outputs outputs;

  private Ground(Path directory, BrokerJvm broker, List<Tenant> tenants) {
    this.directory = directory;
    this.broker = broker;
    this.feed = new Feed(broker.connection(), tenants);
    this.outputs = Outputs.follow(broker.connection());
  }

  /// @param directory its own; created
  /// @param tenants at most as many as there are partitions
  static Ground open(Path directory, int tenants) throws IOException {
    Files.createDirectories(directory);
    BrokerJvm broker = BrokerJvm.start(directory.resolve("broker"), Map.of());
    boolean ready = false;
    try {
      List<Tenant> known = Feed.tenants(tenants);
      broker.createSharedTopics();
      try (TenantRegistry registry = TenantRegistry.open(broker.connection())) {
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

  BrokerJvm broker() {
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
    try (Group group = new Group(broker.connection())) {
      Waits.until(
          () -> {
            Waits.pass(LOOK);
            return group.unread() == 0;
          },
          limit,
          () -> "the end of the webhooks");
    }
  }

  /// Sends bursts until so many calls are under way in an instance. One is not always enough: where
  /// the machine is busy its first calls end before its last message has been read.
  ///
  /// @param burst messages of each tenant
  void burstUntil(Instance instance, int calls, int burst) {
    Waits.until(
        () -> {
          feed.burst(burst);
          return Waits.within(() -> instance.callsUnderWay() >= calls, BURST_LASTS);
        },
        PATIENCE,
        () -> "%d calls under way in %s".formatted(calls, instance));
  }

  /// The partitions an instance has, once it has some.
  Set<Integer> partitionsOf(Instance instance) {
    try (Group group = new Group(broker.connection())) {
      Waits.until(
          () -> !group.partitionsOf(instance.name()).isEmpty(),
          PATIENCE,
          () -> "a partition of " + instance);
      return group.partitionsOf(instance.name());
    }
  }

  /// Waits until each instance has the same share of the partitions, and until all that was sent
  /// has come out.
  void awaitSpread(List<Instance> instances) {
    int share = Topics.WEBHOOKS.partitions() / instances.size();
    try (Group group = new Group(broker.connection())) {
      Waits.until(
          () -> {
            Waits.pass(LOOK);
            return instances.stream().allMatch(it -> group.partitionsOf(it.name()).size() == share);
          },
          CATCHES_UP,
          () ->
              "%d partitions on each instance, but %s"
                  .formatted(
                      share,
                      instances.stream()
                          .map(it -> it + ": " + group.partitionsOf(it.name()))
                          .toList()));
    }
    feed.burst(1);
    outputs.awaitSize(feed.sent(), PATIENCE);
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
}
