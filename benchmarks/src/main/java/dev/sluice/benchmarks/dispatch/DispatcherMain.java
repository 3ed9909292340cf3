package dev.sluice.benchmarks.dispatch;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.sluice.dispatcher.CampaignDispatcher;
import dev.sluice.schemas.Json;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.TenantDirectory;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/// The process of [DispatcherProcess]: a dispatcher of production that follows the topic `tenants`,
/// and answers questions about itself until its input ends.
final class DispatcherMain {

  static final String STARTED = "started";
  static final String VITALS = "vitals";
  static final String COLLECTED = "collected";
  static final String STOP = "stop";

  private static final String CONSUMER =
      "kafka.consumer:type=consumer-coordinator-metrics,client-id=sluice-dispatcher";

  private static final long MIB = 1024 * 1024;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long KIB_PER_MIB = 1024;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CampaignDispatcher dispatcher;

  private DispatcherMain(Map<String, Object> connection, int reservedForReplies) {
    this.dispatcher =
        CampaignDispatcher.start(
            LocalDispatcher.settings(reservedForReplies),
            connection,
            TenantDirectory.follow(connection),
            Secrets.ofThisProcess(),
            registry);
  }

  /// @param arguments the broker's address, and what is reserved for replies
  public static void main(String... arguments) throws Exception {
    DispatcherMain main =
        new DispatcherMain(
            Map.of("bootstrap.servers", arguments[0]), Integer.parseInt(arguments[1]));
    System.out.println(STARTED);
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      main.answer(line);
    }
    Runtime.getRuntime().halt(0);
  }

  private void answer(String question) throws IOException, JMException {
    switch (question) {
      case VITALS -> System.out.println(Json.mapper().writeValueAsString(vitals()));
      case COLLECTED -> {
        System.gc();
        System.out.println(Json.mapper().writeValueAsString(vitals()));
      }
      case STOP -> {
        dispatcher.close();
        System.out.println(STOP);
      }
      default -> throw new IllegalArgumentException(question);
    }
  }

  private Vitals vitals() throws IOException, JMException {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os)) {
      throw new IllegalStateException("not on a Unix");
    }
    return new Vitals(
        dispatcher.ready(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB,
        residentMiB(),
        os.getProcessCpuTime() / NANOS_PER_MILLI,
        os.getOpenFileDescriptorCount(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        answers("accepted"::equals),
        answers(kind -> !kind.equals("accepted")),
        hasGivenUpPartitions());
  }

  private long answers(Predicate<String> kind) {
    return registry.find("sluice.dispatcher.send").timers().stream()
        .filter(timer -> kind.test(String.valueOf(timer.getId().getTag("answer"))))
        .mapToLong(Timer::count)
        .sum();
  }

  /// The consumer measures each call of its listener; without one, the longest is no number.
  private static boolean hasGivenUpPartitions() throws JMException {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName consumer = new ObjectName(CONSUMER);
    double revoked = (Double) beans.getAttribute(consumer, "partition-revoked-latency-max");
    double lost = (Double) beans.getAttribute(consumer, "partition-lost-latency-max");
    return !Double.isNaN(revoked) || !Double.isNaN(lost);
  }

  private static long residentMiB() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB)
          .findFirst()
          .orElse(0L);
    }
  }
}
