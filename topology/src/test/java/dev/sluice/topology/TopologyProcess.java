package dev.sluice.topology;

import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.tenants.TenantDirectory;
import dev.sluice.testsupport.CallsUnderWay;
import dev.sluice.testsupport.ChildJvm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// One instance of the topology, each time it is started in a process of its own, so that a test
/// can kill it. Both of its models take 200 to 400 ms.
final class TopologyProcess implements AutoCloseable {

  private static final int FASTEST_MILLIS = 200;
  private static final int SLOWEST_MILLIS = 400;

  /// An instance that joins gets its tasks at once, however much there is to restore; by default
  /// one that is 10,000 records behind gets them minutes later.
  private static final long RECORDS_BEHIND_MAX = 1_000_000_000;

  private final Path directory;
  private final List<String> arguments;
  private final CallsUnderWay calls;
  private ChildJvm process;

  private TopologyProcess(Path directory, List<String> arguments, CallsUnderWay calls)
      throws IOException {
    this.directory = directory;
    this.arguments = arguments;
    this.calls = calls;
    this.process = launch();
  }

  /// Starts an instance for the first time.
  ///
  /// @param directory its own; created
  static TopologyProcess start(Map<String, Object> connection, String instance, Path directory)
      throws IOException {
    Files.createDirectories(directory);
    String bootstrapServers = connection.getOrDefault("bootstrap.servers", "").toString();
    return new TopologyProcess(
        directory,
        List.of(bootstrapServers, instance, directory.toString()),
        CallsUnderWay.in(directory.resolve("calls")));
  }

  /// Starts it once more, after it was killed or stopped.
  void restart() throws IOException {
    process = launch();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// SIGKILL: nothing in it runs any more.
  void kill() {
    process.kill();
  }

  /// SIGTERM, and what it does then.
  void stop() {
    process.stop();
  }

  /// Calls to both models now, or when it died.
  int callsUnderWay() {
    return calls.now();
  }

  /// By which the broker knows a restarted instance for the one that died.
  String processId() throws IOException {
    return Files.readString(
        directory
            .resolve("state")
            .resolve(TopologySettings.APPLICATION_ID)
            .resolve("kafka-streams-process-metadata"));
  }

  /// What it has logged since the first start.
  String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  @Override
  public void close() {
    process.kill();
  }

  private ChildJvm launch() throws IOException {
    calls.reset();
    return ChildJvm.start(TopologyProcess.class, arguments, directory.resolve("log"));
  }

  public static void main(String[] arguments) {
    Map<String, Object> connection = Map.of("bootstrap.servers", arguments[0]);
    Path directory = Path.of(arguments[2]);
    Map<String, Object> more = new HashMap<>(connection);
    more.put("rocksdb.config.setter", SmallBuffers.class.getName());
    more.put("acceptable.recovery.lag", RECORDS_BEHIND_MAX);
    CallsUnderWay calls = CallsUnderWay.in(directory.resolve("calls"));
    LexiconSentiment sentiment = new LexiconSentiment();
    KeywordCategory category = new KeywordCategory();
    TopologyRunner topology =
        TopologyRunner.start(
            TopologySettings.defaults(arguments[1], directory.resolve("state")),
            more,
            TenantDirectory.follow(connection),
            (tenant, words) -> {
              think(calls);
              return sentiment.read(tenant, words);
            },
            (tenant, words) -> {
              think(calls);
              return category.read(tenant, words);
            },
            new SimpleMeterRegistry());
    Runtime.getRuntime().addShutdownHook(new Thread(topology::close, "stop"));
    ChildJvm.endWithParent();
  }

  private static void think(CallsUnderWay calls) {
    calls.begin();
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(FASTEST_MILLIS, SLOWEST_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      calls.end();
    }
  }
}
