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
/// @param commitInterval how long finished messages wait for the transaction that releases them
/// @param calls deadline and retries of model calls
public record TopologySettings(
    String applicationId,
    String instanceId,
    Path stateDirectory,
    int threads,
    int permits,
    Duration duplicateWindow,
    Duration commitInterval,
    CallPolicy calls) {

  public static final String APPLICATION_ID = "sluice-topology";
  public static final int THREADS = 2;

  /// With 800 ms models: 80 messages a second, of which one tenant can take 60.
  public static final int PERMITS = 64;

  public static final Duration DUPLICATE_WINDOW = Duration.ofDays(2);

  /// Half of it is what a finished message waits on average. A transaction takes 10 to 20 ms
  /// whether it carries one message or a hundred: an interval shorter than that would let them
  /// follow one another without a pause.
  public static final Duration COMMIT_INTERVAL = Duration.ofMillis(25);

  /// How long a quiet partition keeps the thread from looking for answers: the thread looks after
  /// each poll.
  private static final Duration POLL = Duration.ofMillis(5);

  /// An open transaction of a dead instance holds back every reader until this has passed.
  /// Restarted under its own name an instance ends it at once; this is for the one that does not
  /// come back.
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(5);

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
        CallPolicy.DEFAULT);
  }

  /// The same with another number of permits.
  public TopologySettings withPermits(int permits) {
    return new TopologySettings(
        applicationId,
        instanceId,
        stateDirectory,
        threads,
        permits,
        duplicateWindow,
        commitInterval,
        calls);
  }

  /// The properties of Kafka Streams.
  ///
  /// @param connection how the cluster is reached: bootstrap servers and security
  public Properties streams(Map<String, Object> connection) {
    Properties properties = new Properties();
    properties.putAll(connection);
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
    properties.put(StreamsConfig.POLL_MS_CONFIG, POLL.toMillis());
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        (int) SESSION_TIMEOUT.toMillis());
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Retention.MESSAGE_BYTES_MAX);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        (int) TRANSACTION_TIMEOUT.toMillis());
    return properties;
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidSetting(key, value, "must be between %d and %d".formatted(least, most));
    }
  }
}
