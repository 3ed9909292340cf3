package dev.sluice.benchmarks.dispatch;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.Target;
import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ProviderBehaviour;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Thousands of requests under way at once, of hundreds of tenants, in one dispatcher.
final class FlightPart implements DispatchScenario.Part {

  private static final int TENANTS = 500;
  private static final int TENANTS_QUICKLY = 50;
  private static final int WINDOW = 20;

  /// The promise, and what the process gets.
  private static final int HEAP_MIB = 1_024;

  /// Each request is a socket in the dispatcher's process and one in the provider's.
  private static final int OTHER_FILES = 2_000;

  private static final Duration PROMPT = Duration.ofMillis(10);

  /// Longer than it takes to begin all: at 1,000 a second, 10 s.
  private static final Duration LONG = Duration.ofSeconds(25);

  private static final Duration LONG_QUICKLY = Duration.ofSeconds(4);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final double NANOS = 1e9;

  @Override
  public String name() {
    return "flight";
  }

  /// What was seen.
  ///
  /// @param open under way at once at the provider, at most
  /// @param rampSeconds from the first arrival to the last
  /// @param full the process while all were under way, after a full collection
  /// @param highest its heap at the most that was seen, garbage included
  private record Flight(
      int open,
      double rampSeconds,
      List<Sent> sent,
      Vitals before,
      Vitals full,
      long highest,
      Vitals after) {

    int messages() {
      return sent.stream().mapToInt(Sent::expected).sum();
    }
  }

  @Override
  public Findings measure(Conditions conditions, Path directory) throws Exception {
    int tenants = conditions.amount(TENANTS, TENANTS_QUICKLY);
    long files = filesAtMost();
    if (files < (long) tenants * WINDOW + OTHER_FILES) {
      throw new IllegalStateException(
          "%d requests at once need more than the %d descriptors a process may have; see ulimit -n"
              .formatted(tenants * WINDOW, files));
    }
    List<Client> clients =
        IntStream.range(0, tenants)
            .mapToObj(
                number ->
                    Client.of(
                        "flight-" + number,
                        ProviderBehaviour.accepting(Latency.constant(PROMPT)),
                        WINDOW))
            .toList();
    try (Ground ground = Ground.open(directory, clients)) {
      ground.apply(clients);
      try (DispatcherProcess dispatcher =
          DispatcherProcess.start(ground, "flight", HEAP_MIB, LocalDispatcher.NONE_RESERVED)) {
        sendAll(ground, clients, "warm-up", 1);
        conditions.progress().say("%d tenants have sent a first message".formatted(tenants));
        Flight flight = fly(ground, dispatcher, clients, conditions.quick() ? LONG_QUICKLY : LONG);
        return findings(flight, clients, files);
      }
    }
  }

  private static List<List<OutboundMessage>> sendAll(
      Ground ground, List<Client> clients, String name, int each) {
    List<List<OutboundMessage>> campaigns = append(ground, clients, name, each);
    Waits.until(
        () -> clients.stream().allMatch(it -> ground.book().accepted(it.account()) >= each),
        PATIENCE,
        () -> "messages of all tenants at the provider");
    return campaigns;
  }

  private static List<List<OutboundMessage>> append(
      Ground ground, List<Client> clients, String name, int each) {
    List<List<OutboundMessage>> campaigns =
        clients.stream().map(it -> Outbound.campaign(it.tenant(), name, each)).toList();
    ground.appender().campaigns(campaigns);
    return campaigns;
  }

  private static Flight fly(
      Ground ground, DispatcherProcess dispatcher, List<Client> clients, Duration latency) {
    ground.behave(clients, ProviderBehaviour.accepting(Latency.constant(latency)));
    Vitals before = dispatcher.vitals();
    String name = "flight";
    int all = clients.size() * WINDOW;
    List<List<OutboundMessage>> campaigns = append(ground, clients, name, WINDOW);
    boolean full = Waits.within(() -> ground.book().open() == all, latency);
    long highest = dispatcher.vitals().heapMiB();
    Vitals then = dispatcher.collected();
    int open = ground.book().peakOpen();
    Waits.within(
        () -> clients.stream().allMatch(it -> ground.book().accepted(it.account()) > WINDOW),
        full ? PATIENCE : latency.multipliedBy(2));
    Vitals after = dispatcher.vitals();
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      sent.add(ground.sent(clients.get(i), name, campaigns.get(i)));
    }
    long first = sent.stream().mapToLong(Sent::firstNanos).min().orElse(0);
    long last =
        clients.stream()
            .flatMap(it -> ground.book().of(it.account()).stream())
            .mapToLong(Visit::arrivedNanos)
            .max()
            .orElse(0);
    return new Flight(
        open,
        (last - first) / NANOS,
        sent,
        before,
        then,
        Math.max(highest, after.heapMiB()),
        after);
  }

  private static Findings findings(Flight flight, List<Client> clients, long files) {
    int all = flight.messages();
    long cpu = flight.after.cpuMillis() - flight.before.cpuMillis();
    List<Target> targets =
        List.of(
            Target.atLeast("in flight at once at the provider", flight.open, "requests", all),
            Target.none(
                "in flight: requests that failed",
                flight.after.otherwise() - flight.before.otherwise(),
                "requests"),
            Target.none(
                "in flight: not sent exactly once, of %,d".formatted(all),
                flight.sent.stream().mapToInt(Sent::wrong).sum(),
                "messages"),
            Target.atMost(
                "in flight: heap, garbage included", (double) flight.highest, "MiB", HEAP_MIB));
    Table table =
        Table.of(
                "%,d requests in flight over %d tenants in one process"
                    .formatted(all, clients.size()),
                "what",
                "measured")
            .row("in flight at once at the provider", "%,d".formatted(flight.open))
            .row("heap in use meanwhile, after a collection", flight.full.heapMiB() + " MiB")
            .row("heap at the most seen, garbage included", flight.highest + " MiB")
            .row("resident memory meanwhile", flight.full.residentMiB() + " MiB")
            .row("threads of the platform", Integer.toString(flight.full.threads()))
            .row("open descriptors of at most " + files, "%,d".formatted(flight.full.openFiles()))
            .row(
                "begun a second until all were in flight",
                "%,.0f".formatted(all / flight.rampSeconds))
            .row("CPU of the dispatcher a request", "%.2f ms".formatted((double) cpu / all))
            .row("correct", Sent.cell(flight.sent))
            .note(
                "A dispatcher with -Xmx%dm and the serial collector, window %d for each tenant; each"
                        .formatted(HEAP_MIB, WINDOW)
                    + " has sent one message before. Provider, broker and dispatcher are three"
                    + " processes on the same cores; plain HTTP/1.1, a connection for each request"
                    + " in flight.");
    return new Findings(targets, List.of(table));
  }

  private static long filesAtMost() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
      return os.getMaxFileDescriptorCount();
    }
    throw new IllegalStateException("not on a Unix");
  }
}
