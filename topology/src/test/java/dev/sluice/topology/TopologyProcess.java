package dev.sluice.topology;

import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.tenants.TenantDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// The topology in a process of its own, so that a test can kill it. Its sentiment model takes 200
/// to 400 ms.
final class TopologyProcess {

  private static final int FASTEST_MILLIS = 200;
  private static final int SLOWEST_MILLIS = 400;

  private TopologyProcess() {}

  static Process start(String bootstrapServers, Path stateDirectory, Path log) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    List<String> command =
        List.of(
            java,
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            TopologyProcess.class.getName(),
            bootstrapServers,
            stateDirectory.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  public static void main(String[] arguments) {
    Map<String, Object> connection = Map.of("bootstrap.servers", arguments[0]);
    LexiconSentiment lexicon = new LexiconSentiment();
    TopologyRunner.start(
        TopologySettings.defaults("killed-now-and-then", Path.of(arguments[1])),
        connection,
        TenantDirectory.follow(connection),
        (tenant, words) -> {
          think();
          return lexicon.read(tenant, words);
        },
        new KeywordCategory(),
        new SimpleMeterRegistry());
  }

  private static void think() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(FASTEST_MILLIS, SLOWEST_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
