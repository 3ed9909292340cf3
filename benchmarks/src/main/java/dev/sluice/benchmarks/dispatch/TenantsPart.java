package dev.sluice.benchmarks.dispatch;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Spread;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.Target;
import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ProviderBehaviour;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How long a new tenant waits for its first message to leave, while others send, on two
/// dispatchers.
final class TenantsPart implements DispatchScenario.Part {

  private static final int OTHERS = 20;
  private static final int TRIALS = 6;
  private static final int TRIALS_QUICKLY = 1;
  private static final int WINDOW = 30;

  /// Each of the others sends four messages a second throughout.
  private static final Duration PACE = Duration.ofMillis(250);

  /// How often the broker looks for new topics at most. A trial ends when it has, and the next
  /// begins a part of this later: from at once, which is the longest wait, to almost all of it.
  private static final Duration LOOK = Duration.ofSeconds(10);

  private static final Duration ANSWER = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final double SECONDS = 15;
  private static final double NANOS = 1e9;

  @Override
  public String name() {
    return "tenants";
  }

  /// A new tenant.
  ///
  /// @param created seconds until its topics and its record were there
  /// @param arrived seconds until its first message was at the provider, from the same beginning
  /// @param gaveUp dispatchers that gave up a partition meanwhile
  private record Trial(double created, double arrived, long gaveUp, Sent sent) {}

  @Override
  public Findings measure(Conditions conditions, Path directory) throws Exception {
    int trials = conditions.amount(TRIALS, TRIALS_QUICKLY);
    List<Client> others = clients("other", OTHERS);
    List<Client> arriving = clients("new", trials);
    List<Client> all = new ArrayList<>(others);
    all.addAll(arriving);
    List<Trial> seen = new ArrayList<>();
    try (Ground ground = Ground.open(directory, all);
        DispatcherProcess first = start(ground, "first");
        DispatcherProcess second = start(ground, "second")) {
      List<DispatcherProcess> dispatchers = List.of(first, second);
      Waits.until(
          () -> dispatchers.stream().allMatch(it -> it.vitals().ready()),
          PATIENCE,
          () -> "two dispatchers that are ready");
      ground.apply(others);
      Steady load = Steady.campaigns(ground, others, PACE);
      Waits.until(
          () -> others.stream().allMatch(it -> ground.book().accepted(it.account()) > 0),
          PATIENCE,
          () -> "messages of all tenants");
      for (Client client : arriving) {
        Waits.pass(LOOK.multipliedBy(seen.size()).dividedBy(trials));
        seen.add(trial(ground, client, dispatchers));
        conditions.progress().say("first message after %.1f s".formatted(seen.getLast().arrived));
      }
      List<Sent> sent = load.end();
      List<Long> shares = dispatchers.stream().map(it -> it.vitals().accepted()).toList();
      return findings(seen, sent, longestGap(ground, others), shares);
    }
  }

  private static List<Client> clients(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            number ->
                Client.of(
                    name + "-" + number,
                    ProviderBehaviour.accepting(Latency.constant(ANSWER)),
                    WINDOW))
        .toList();
  }

  private static DispatcherProcess start(Ground ground, String name) throws IOException {
    return DispatcherProcess.start(
        ground, name, DispatcherProcess.HEAP_MIB, LocalDispatcher.RESERVED);
  }

  private static Trial trial(Ground ground, Client client, List<DispatcherProcess> dispatchers) {
    List<OutboundMessage> campaign = Outbound.campaign(client.tenant(), "first", 1);
    long began = System.nanoTime();
    ground.apply(List.of(client));
    long created = System.nanoTime();
    ground.appender().append(Ground.campaigns(client), campaign);
    ground.awaitAccepted(client, 1, PATIENCE);
    Sent sent = ground.sent(client, "first", campaign);
    long gaveUp = dispatchers.stream().filter(it -> it.vitals().gaveUp()).count();
    long arrived = sent.missing() == 0 ? sent.firstNanos() : System.nanoTime();
    return new Trial((created - began) / NANOS, (arrived - began) / NANOS, gaveUp, sent);
  }

  /// The longest time one of them had nothing arriving, in seconds.
  private static double longestGap(Ground ground, List<Client> clients) {
    return clients.stream()
            .mapToLong(it -> Visit.longestGapNanos(ground.book().of(it.account())))
            .max()
            .orElse(0)
        / NANOS;
  }

  private static Findings findings(
      List<Trial> trials, List<Sent> others, double longestGap, List<Long> shares) {
    double[] arrived = trials.stream().mapToDouble(Trial::arrived).toArray();
    List<Target> targets =
        List.of(
            Target.atMost(
                "new tenant to its first message at the provider, longest of %d"
                    .formatted(trials.size()),
                Arrays.stream(arrived).max().orElse(0),
                "s",
                SECONDS),
            Target.none(
                "new tenants: dispatchers that gave up a partition",
                trials.stream().mapToLong(Trial::gaveUp).sum(),
                "times"),
            Target.none(
                "new tenants: not sent exactly once, theirs and the others'",
                Stream.concat(others.stream(), trials.stream().map(Trial::sent))
                    .mapToInt(Sent::wrong)
                    .sum(),
                "messages"));
    Table table =
        Table.of("A new tenant while %d others send".formatted(OTHERS), "what", "measured")
            .row(
                "topics and record created, s",
                Spread.of(trials.stream().mapToDouble(Trial::created).toArray()).toString())
            .row(
                "from the beginning to the first message at the provider, s",
                Spread.of(arrived).toString())
            .row(
                "longest time without a message of one of the others, s",
                "%.2f".formatted(longestGap))
            .row(
                "dispatchers that gave up a partition",
                Long.toString(trials.stream().mapToLong(Trial::gaveUp).sum()))
            .row("requests by each dispatcher", shares.toString())
            .row("correct, the others", Sent.cell(others))
            .note(
                "%d trials on two dispatchers; each of the others sends a message every %d ms; the broker looks"
                        .formatted(trials.size(), PACE.toMillis())
                    + " for new topics every 10 s, and the trials begin at all times in between.")
            .note(
                "Given up: the consumer's own measurement of its calls on revoked and on lost"
                    + " partitions, asked after each trial; there is none when there was no such"
                    + " call in the last 30 s.");
    return new Findings(targets, List.of(table));
  }
}
