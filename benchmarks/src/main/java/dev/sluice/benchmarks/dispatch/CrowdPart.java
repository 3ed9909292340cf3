package dev.sluice.benchmarks.dispatch;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.Target;
import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ProviderBehaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A dispatcher that starts with thousands of tenants, each with one message waiting.
final class CrowdPart implements DispatchScenario.Part {

  private static final int TENANTS = 2_000;
  private static final int TENANTS_QUICKLY = 100;
  private static final int WINDOW = 30;

  /// A topic of campaigns and one of replies.
  private static final int PARTITIONS_EACH = 2;

  /// Three topics a tenant; each thousand takes the broker some 40 MB.
  private static final int BROKER_MIB = 1_024;

  private static final int HEAP_MIB = 512;

  private static final Duration LOOK = Duration.ofMillis(200);

  /// How long it is watched when all has been sent.
  private static final Duration IDLE = Duration.ofSeconds(10);

  private static final Duration IDLE_QUICKLY = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final double NANOS = 1e9;

  @Override
  public String name() {
    return "crowd";
  }

  @Override
  public Findings measure(Conditions conditions, Path directory) throws Exception {
    int tenants = conditions.amount(TENANTS, TENANTS_QUICKLY);
    List<Client> clients =
        IntStream.range(0, tenants)
            .mapToObj(
                number ->
                    Client.of(
                        "crowd-" + number,
                        ProviderBehaviour.accepting(Latency.constant(Duration.ofMillis(100))),
                        WINDOW))
            .toList();
    List<List<OutboundMessage>> campaigns =
        clients.stream().map(it -> Outbound.campaign(it.tenant(), "crowd", 1)).toList();
    try (Ground ground = Ground.open(directory, BROKER_MIB, clients);
        Drain drain = new Drain(ground)) {
      ground.apply(clients);
      campaigns.forEach(it -> ground.appender().single(it.getFirst()));
      conditions.progress().say("%,d tenants with topics and a message".formatted(tenants));
      long began = System.nanoTime();
      try (DispatcherProcess dispatcher =
          DispatcherProcess.start(ground, "crowd", HEAP_MIB, LocalDispatcher.RESERVED)) {
        double started = since(began);
        Waits.until(
            () -> dispatcher.vitals().ready(), PATIENCE, () -> "a dispatcher that is ready");
        double ready = since(began);
        Waits.until(
            () -> {
              Waits.pass(LOOK);
              return drain.assigned() == (long) tenants * PARTITIONS_EACH;
            },
            PATIENCE,
            () -> "all partitions assigned, but %d".formatted(drain.assigned()));
        double assigned = since(began);
        Waits.within(
            () -> clients.stream().allMatch(it -> ground.book().accepted(it.account()) > 0),
            PATIENCE);
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < tenants; i++) {
          sent.add(ground.sent(clients.get(i), "crowd", campaigns.get(i)));
        }
        long last = sent.stream().mapToLong(Sent::firstNanos).max().orElse(0);
        Vitals then = dispatcher.collected();
        Duration watched = conditions.quick() ? IDLE_QUICKLY : IDLE;
        Waits.pass(watched);
        long busyMillis = dispatcher.vitals().cpuMillis() - then.cpuMillis();
        double cpu = (double) busyMillis / watched.toMillis();
        Start start = new Start(started, ready, assigned, (last - began) / NANOS);
        return findings(tenants, start, sent, then, cpu);
      }
    }
  }

  /// Seconds since the process was started.
  ///
  /// @param last until the last tenant's message was at the provider
  private record Start(double started, double ready, double assigned, double last) {}

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / NANOS;
  }

  private static Findings findings(
      int tenants, Start start, List<Sent> sent, Vitals then, double cpu) {
    Table table =
        Table.of(
                "A dispatcher starts with %,d tenants".formatted(tenants),
                "from the start of its process",
                "measured")
            .row("knows tenants and campaigns", "%.1f s".formatted(start.started))
            .row("its group has taken it in", "%.1f s".formatted(start.ready))
            .row(
                "has all %,d partitions".formatted(tenants * PARTITIONS_EACH),
                "%.1f s".formatted(start.assigned))
            .row("every tenant's first message is at the provider", "%.1f s".formatted(start.last))
            .row("heap in use then, after a collection", then.heapMiB() + " MiB")
            .row("resident memory then", then.residentMiB() + " MiB")
            .row("threads of the platform", Integer.toString(then.threads()))
            .row("CPU while nothing is sent", "%.0f %% of a core".formatted(100 * cpu))
            .row("correct", Sent.cell(sent))
            .note(
                "-Xmx%dm, the serial collector; JVM start included. One message of each tenant was"
                        .formatted(HEAP_MIB)
                    + " waiting, so that \"ready\" is not only a word.");
    Target once =
        Target.none(
            "%,d tenants: not sent exactly once".formatted(tenants),
            sent.stream().mapToInt(Sent::wrong).sum(),
            "messages");
    return new Findings(List.of(once), List.of(table));
  }
}
