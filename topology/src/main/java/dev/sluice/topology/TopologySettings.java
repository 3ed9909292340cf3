package dev.sluice.topology;

import dev.sluice.schemas.InvalidSetting;
import dev.sluice.schemas.Retention;
import dev.sluice.topology.enrich.CallPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// How one instance of the topology runs.
///
/// What reaches Kafka Streams, in the order in which it counts: the settings Sluice depends on
/// ([#streams]), then the connection's, then Kafka's defaults.
///
/// @param applicationId names the consumer group, the changelogs and the transactions: the same for
///   all instances of one deployment
/// @param instanceId this instance's name among them, stable across restarts, so that a restarted
///   instance gets its tasks back at once instead of after the session time-out
/// @param stateDirectory this instance's own; deleting it costs a full restore
/// @param threads stream threads, 1 to 64
/// @param permits model calls under way at once per branch, over all tenants, 1 to 10,000
/// @param duplicateWindow how long a repetition is recognised, at most 8 days: as long as webhooks
///   are kept
/// @param commitInterval how long finished messages wait for the transaction that releases them;
///   longer once they have waited for much longer ([CommitPace])
/// @param calls deadline and retries of model calls
/// @param pendingMax messages a tenant may have pending in one task; further ones are parked on
///   disk until half of them have left. 10 to 1,000,000
/// @param guarantee what a crash may do to the output
/// @param standbys copies of each task's stores that other instances keep up to date, 0 to 2: with
///   one a task that moves need not be restored first. More instances than copies are needed
public record TopologySettings(
    String applicationId,
    String instanceId,
    Path stateDirectory,
    int threads,
    int permits,
    Duration duplicateWindow,
    Duration commitInterval,
    CallPolicy calls,
    int pendingMax,
    Guarantee guarantee,
    int standbys) {

  public static final String APPLICATION_ID = "sluice-topology";
  public static final int THREADS = 2;

  /// With 800 ms models: 80 messages a second, of which one tenant can take 60.
  public static final int PERMITS = 64;

  public static final Duration DUPLICATE_WINDOW = Duration.ofDays(2);

  /// Five minutes of a tenant that has three quarters of the permits and models of 800 ms. In
  /// memory at about 1.5 KB each: 30 MB.
  public static final int PENDING_MAX = 20_000;

  /// What a finished message waits at most for its transaction to end while the models keep up, on
  /// top of the end itself, some 4 ms.
  public static final Duration COMMIT_INTERVAL = Duration.ofMillis(10);

  /// How long records of a transaction are collected into one request. Its end sends them at once,
  /// so nothing waits for this: nobody sees them before.
  private static final Duration LINGER = Duration.ofMillis(25);

  /// How long a quiet partition keeps the thread from looking for answers and at the commit's
  /// clock: it looks after each poll.
  private static final Duration POLL = Duration.ofMillis(2);

  /// How long a fetch of the restoring consumer waits for records that are not there. Another
  /// changelog can only be added when it has ended: with Kafka's 500 ms each task restored after
  /// the first costs half a second.
  private static final Duration RESTORE_WAIT = Duration.ofMillis(20);

  /// The first pause before a refused request of a producer is repeated, doubled each time. A
  /// restarted instance is refused while the broker ends its predecessor's transaction, some 20 ms;
  /// Kafka's default is 100 ms.
  private static final Duration RETRY_PAUSE = Duration.ofMillis(10);

  /// How often is looked whether an instance that has joined has caught up and can have its tasks:
  /// the least Kafka accepts, where its default is 10 min.
  private static final Duration LOOK_FOR_CAUGHT_UP = Duration.ofMinutes(1);

  /// Tasks that may move to a new instance at once: all it will have of the topic's partitions, so
  /// that it takes its share at the first look and not two more each minute.
  private static final int CATCHING_UP_MAX = 8;

  /// An open transaction of a dead instance holds back every reader until this has passed, or
  /// somebody ends it: the instance itself when it is restarted under its own name, the others when
  /// the group has noticed ([AbandonedTransactions]). Three times what a broker needs to restart: a
  /// transaction that times out while its broker is away may stay open for ever (ADR 8).
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(30);

  /// The least a broker accepts by default (`group.min.session.timeout.ms`).
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  private static final Duration LONGEST_WINDOW = Duration.ofDays(8);
  private static final Duration LONGEST_COMMIT = Duration.ofSeconds(1);

  public TopologySettings {
    within("threads", threads, 1, 64);
    within("permits", permits, 1, 10_000);
    if (!duplicateWindow.isPositive() || duplicateWindow.compareTo(LONGEST_WINDOW) > 0) {
      throw new InvalidSetting(
          "duplicateWindow", duplicateWindow, "must be above 0 and at most P8D");
    }
    within("pendingMax", pendingMax, 10, 1_000_000);
    within("standbys", standbys, 0, 2);
    if (!commitInterval.isPositive() || commitInterval.compareTo(LONGEST_COMMIT) > 0) {
      throw new InvalidSetting(
          "commitInterval", commitInterval, "must be above 0 and at most PT1S");
    }
  }

  /// Everything but what only the deployment knows.
  public static TopologySettings defaults(String instanceId, Path stateDirectory) {
    return new TopologySettings(
        APPLICATION_ID,
        instanceId,
        stateDirectory,
        THREADS,
        PERMITS,
        DUPLICATE_WINDOW,
        COMMIT_INTERVAL,
        CallPolicy.DEFAULT,
        PENDING_MAX,
        Guarantee.EXACTLY_ONCE,
        0);
  }

  /// The same with another number of stream threads.
  public TopologySettings withThreads(int threads) {
    return with(threads, permits, pendingMax, guarantee, standbys);
  }

  /// The same with another number of permits.
  public TopologySettings withPermits(int permits) {
    return with(threads, permits, pendingMax, guarantee, standbys);
  }

  /// The same with another number of messages a tenant may have pending.
  public TopologySettings withPendingMax(int pendingMax) {
    return with(threads, permits, pendingMax, guarantee, standbys);
  }

  /// The same with another guarantee.
  public TopologySettings withGuarantee(Guarantee guarantee) {
    return with(threads, permits, pendingMax, guarantee, standbys);
  }

  /// The same with another number of standby copies.
  public TopologySettings withStandbys(int standbys) {
    return with(threads, permits, pendingMax, guarantee, standbys);
  }

  private TopologySettings with(
      int threads, int permits, int pendingMax, Guarantee guarantee, int standbys) {
    return new TopologySettings(
        applicationId,
        instanceId,
        stateDirectory,
        threads,
        permits,
        duplicateWindow,
        commitInterval,
        calls,
        pendingMax,
        guarantee,
        standbys);
  }

  Stages.Limits limits() {
    return new Stages.Limits(duplicateWindow, pendingMax, guarantee, commitInterval);
  }

  /// The properties of Kafka Streams, but for its exception handlers.
  ///
  /// @param connection how the cluster is reached: bootstrap servers and security
  public Properties streams(Map<String, Object> connection) {
    Properties properties = new Properties();
    properties.putAll(connection);
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee.wireName());
    properties.put(StreamsConfig.POLL_MS_CONFIG, POLL.toMillis());
    properties.putIfAbsent(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
    properties.put(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, CATCHING_UP_MAX);
    properties.put(
        StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, LOOK_FOR_CAUGHT_UP.toMillis());
    properties.put(
        StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
        (int) RESTORE_WAIT.toMillis());
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG),
        RETRY_PAUSE.toMillis());
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    properties.putIfAbsent(
        StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedMemory.class.getName());
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        (int) SESSION_TIMEOUT.toMillis());
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Retention.MESSAGE_BYTES_MAX);
    switch (guarantee) {
      case EXACTLY_ONCE -> {
        properties.put(
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, CommitPace.longest(commitInterval).toMillis());
        properties.put(
            StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER.toMillis());
        properties.put(
            StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
            (int) TRANSACTION_TIMEOUT.toMillis());
      }
      case AT_LEAST_ONCE -> {
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        // With more, the requests behind a refused one are repeated with sequence numbers the
        // broker does not take, until they time out after two minutes.
        properties.put(
            StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
      }
    }
    return properties;
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidSetting(key, value, "must be between %d and %d".formatted(least, most));
    }
  }
}
