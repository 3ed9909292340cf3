package dev.sluice.benchmarks.recovery;

import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.tenants.TenantDirectory;
import dev.sluice.testsupport.CallsUnderWay;
import dev.sluice.testsupport.ChildJvm;
import dev.sluice.topology.TopologyRunner;
import dev.sluice.topology.TopologySettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// One instance of the topology, each time it is started in a process of its own.
///
/// Both of its models take a time between two bounds, drawn anew for each call.
final class Instance implements AutoCloseable {

  /// What an instance is, whichever process it runs in.
  ///
  /// @param name stable across restarts
  /// @param directory its own: state, count of calls and log
  /// @param fastest least time of a model call
  /// @param slowest most time of a model call
  /// @param connection how it reaches the cluster, and what else Kafka Streams is told
  record Plan(
      String name,
      Path directory,
      Duration fastest,
      Duration slowest,
      Map<String, String> connection) {

    private List<String> arguments() {
      List<String> arguments = new ArrayList<>();
      arguments.add(name);
      arguments.add(directory.toString());
      arguments.add(Long.toString(fastest.toMillis()));
      arguments.add(Long.toString(slowest.toMillis()));
      connection.forEach((key, value) -> arguments.add(key + "=" + value));
      return arguments;
    }
  }

  private static final int SETTINGS_FROM = 4;

  private final Plan plan;
  private final CallsUnderWay calls;
  private ChildJvm process;

  private Instance(Plan plan, CallsUnderWay calls) throws IOException {
    this.plan = plan;
    this.calls = calls;
    this.process = launch();
  }

  static Instance start(Plan plan) throws IOException {
    Files.createDirectories(plan.directory());
    return new Instance(plan, CallsUnderWay.in(plan.directory().resolve("calls")));
  }

  /// Starts it once more, after it was killed or stopped.
  void restart() throws IOException {
    process = launch();
  }

  void kill() {
    process.kill();
  }

  void stop() {
    process.stop();
  }

  /// Stable across restarts.
  String name() {
    return plan.name();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Optional<Long> residentMiB() {
    return process.residentMiB();
  }

  /// Calls to both models now, or when it died.
  int callsUnderWay() {
    return calls.now();
  }

  /// Waits for calls under a load that goes on; a burst may be over before anybody looks.
  void awaitCalls(int atLeast, Duration limit) {
    Waits.until(
        () -> calls.now() >= atLeast,
        limit,
        () -> "%d calls under way in %s".formatted(atLeast, this));
  }

  /// By which the broker knows a restarted instance for the one that died.
  String processId() throws IOException {
    return Files.readString(
        plan.directory()
            .resolve("state")
            .resolve(TopologySettings.APPLICATION_ID)
            .resolve("kafka-streams-process-metadata"));
  }

  @Override
  public String toString() {
    return "%s (%s, %d calls)".formatted(plan.name(), isAlive() ? "alive" : "dead", calls.now());
  }

  @Override
  public void close() {
    process.kill();
  }

  private ChildJvm launch() throws IOException {
    calls.reset();
    return ChildJvm.start(Instance.class, plan.arguments(), plan.directory().resolve("log"));
  }

  public static void main(String... arguments) {
    Path directory = Path.of(arguments[1]);
    int fastest = Integer.parseInt(arguments[2]);
    int slowest = Integer.parseInt(arguments[3]);
    Map<String, Object> connection = new HashMap<>();
    for (int i = SETTINGS_FROM; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      connection.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    CallsUnderWay calls = CallsUnderWay.in(directory.resolve("calls"));
    LexiconSentiment sentiment = new LexiconSentiment();
    KeywordCategory category = new KeywordCategory();
    TopologyRunner topology =
        TopologyRunner.start(
            TopologySettings.defaults(arguments[0], directory.resolve("state")),
            connection,
            TenantDirectory.follow(
                Map.of("bootstrap.servers", connection.getOrDefault("bootstrap.servers", ""))),
            (tenant, words) -> {
              think(calls, fastest, slowest);
              return sentiment.read(tenant, words);
            },
            (tenant, words) -> {
              think(calls, fastest, slowest);
              return category.read(tenant, words);
            },
            new SimpleMeterRegistry());
    Runtime.getRuntime().addShutdownHook(new Thread(topology::close, "stop"));
    ChildJvm.endWithParent();
  }

  private static void think(CallsUnderWay calls, int fastest, int slowest) {
    calls.begin();
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(fastest, slowest + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      calls.end();
    }
  }
}
