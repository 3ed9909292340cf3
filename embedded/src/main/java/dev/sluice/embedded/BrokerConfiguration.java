package dev.sluice.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The configuration of one broker that is also its only controller, as a pure function.
final class BrokerConfiguration {

  static final int NODE_ID = 1;

  static final String CONTROLLER = "CONTROLLER";

  private static final String BROKER = "BROKER";

  /// 4 MiB, the largest webhook body, and 1 MiB for key, headers and the batch around it.
  private static final int LARGEST_BATCH_BYTES = 5 * 1024 * 1024;

  /// 8 MiB: one pass of the cleaner then holds 0.9 * 8 MiB / 24 bytes = 314,000 keys. Kafka's own
  /// default of 128 MiB is a sixth of what the whole process may use.
  private static final int CLEANER_BUFFER_BYTES = 8 * 1024 * 1024;

  private BrokerConfiguration() {}

  static Map<String, Object> of(
      Path dataDirectory, int brokerPort, int controllerPort, Map<String, String> overrides) {
    Map<String, Object> all = new HashMap<>();
    all.putAll(identity(dataDirectory, brokerPort, controllerPort));
    all.putAll(SINGLE_NODE);
    all.putAll(FAST);
    all.putAll(SMALL);
    all.putAll(overrides);
    return all;
  }

  private static Map<String, String> identity(
      Path dataDirectory, int brokerPort, int controllerPort) {
    String broker = LoopbackPorts.ADDRESS + ":" + brokerPort;
    String controller = LoopbackPorts.ADDRESS + ":" + controllerPort;
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        Integer.toString(NODE_ID),
        "log.dirs",
        dataDirectory.toString(),
        "listeners",
        BROKER + "://" + broker + "," + CONTROLLER + "://" + controller,
        "advertised.listeners",
        BROKER + "://" + broker,
        "listener.security.protocol.map",
        BROKER + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT",
        "inter.broker.listener.name",
        BROKER,
        "controller.listener.names",
        CONTROLLER,
        "controller.quorum.voters",
        NODE_ID + "@" + controller);
  }

  /// What one node alone must be told: every replica is the only one. Partitions of the internal
  /// topics are fixed by the first start on a directory.
  private static final Map<String, String> SINGLE_NODE =
      Map.ofEntries(
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "4"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "4"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("message.max.bytes", Integer.toString(LARGEST_BATCH_BYTES)),
          Map.entry("replica.fetch.max.bytes", Integer.toString(LARGEST_BATCH_BYTES)));

  /// Waits of the defaults that protect large clusters and only cost time here.
  private static final Map<String, String> FAST =
      Map.ofEntries(
          // A new transaction waits for the markers of the one before; asked again every 20 ms
          // by default, which alone doubles the latency of commits 25 ms apart.
          Map.entry("add.partitions.to.txn.retry.backoff.ms", "1"),
          Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("group.streams.initial.rebalance.delay.ms", "0"),
          // The new consumer protocol: a member hears of new partitions at its next heartbeat,
          // and is given up after six missed ones, as soon as a classic member can be. Topics new
          // to a pattern are looked for at a heartbeat too, at most once in 10 s: that limit is a
          // constant of the broker.
          Map.entry("group.consumer.heartbeat.interval.ms", "1000"),
          Map.entry("group.consumer.min.heartbeat.interval.ms", "100"),
          Map.entry("group.consumer.session.timeout.ms", "6000"),
          Map.entry("group.consumer.min.session.timeout.ms", "1000"),
          Map.entry("group.consumer.assignment.interval.ms", "100"),
          // After a SIGKILL the controller takes the broker of the dead process for alive until
          // its session ends, and refuses the new one for so long (9 s by default). Five missed
          // heartbeats; a stall that long costs clients a retry, nothing else.
          Map.entry("broker.heartbeat.interval.ms", "300"),
          Map.entry("broker.session.timeout.ms", "1500"));

  /// Threads and buffers for a laptop.
  private static final Map<String, String> SMALL =
      Map.of(
          "num.network.threads", "2",
          "num.io.threads", "4",
          "background.threads", "2",
          "num.replica.fetchers", "1",
          "group.coordinator.threads", "1",
          "share.coordinator.threads", "1",
          "log.cleaner.threads", "1",
          "log.cleaner.dedupe.buffer.size", Integer.toString(CLEANER_BUFFER_BYTES));
}
