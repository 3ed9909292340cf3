package dev.sluice.benchmarks.dispatch;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Spread;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.Target;
import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.dispatcher.CampaignDispatcher;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ProviderBehaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A fast tenant's campaign alone and beside slow neighbours, in turn.
final class BystanderPart implements DispatchScenario.Part {

  private static final int WINDOW = 30;
  private static final int FAST_MESSAGES = 100;
  private static final int SLOW_MESSAGES = 1_000;

  /// How many neighbours, and how much longer the fast tenant may take beside them.
  private static final Map<Integer, Double> RATIOS = Map.of(1, 1.05, 50, 1.2);

  private static final int NEIGHBOURS_MOST = 50;
  private static final int PAIRS_AT_LEAST = 5;
  private static final int WARM_UPS = 3;

  private static final Duration FAST = Duration.ofMillis(100);
  private static final Duration SLOW = Duration.ofSeconds(2);
  private static final Duration HEAD_START = Duration.ofSeconds(3);

  /// A design that shares its window lets the fast tenant wait for 1,000 requests of 2 s, 30 at
  /// once: 67 s.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final double NANOS = 1e9;

  private final Client fast =
      Client.of("fast", ProviderBehaviour.accepting(Latency.constant(FAST)), WINDOW);
  private final List<Client> slow =
      IntStream.range(0, NEIGHBOURS_MOST)
          .mapToObj(
              number ->
                  Client.of(
                      "slow-" + number,
                      ProviderBehaviour.accepting(Latency.constant(SLOW)),
                      WINDOW))
          .toList();

  @Override
  public String name() {
    return "bystander";
  }

  /// One campaign of the fast tenant.
  ///
  /// @param seconds from when it is begun to be appended to its last answer
  private record Run(double seconds, Sent sent) {}

  /// The same alone and beside neighbours.
  private record Pair(Run alone, Run beside) {
    double ratio() {
      return beside.seconds / alone.seconds;
    }
  }

  /// Whoever hands over a client's campaign.
  private interface Hand {
    void over(Client client, List<OutboundMessage> campaign);
  }

  @Override
  public Findings measure(Conditions conditions, Path directory) throws Exception {
    List<Client> all = new ArrayList<>(slow);
    all.add(fast);
    List<Target> targets = new ArrayList<>();
    Table table =
        Table.of(
            "A fast tenant's %d messages of %d ms, alone and beside slow neighbours"
                .formatted(FAST_MESSAGES, FAST.toMillis()),
            "design",
            "neighbours",
            "alone, s",
            "beside them, s",
            "ratio",
            "correct");
    try (Ground ground = Ground.open(directory, all)) {
      ground.apply(all);
      try (CampaignDispatcher _ =
          LocalDispatcher.start(ground, all, LocalDispatcher.NONE_RESERVED)) {
        for (int i = 0; i < WARM_UPS; i++) {
          run(ground, "warm-up-" + i, ours(ground));
        }
        for (int neighbours : RATIOS.keySet().stream().sorted().toList()) {
          List<Pair> pairs = pairs(conditions, ground, neighbours);
          table = row(table, "Sluice", neighbours, pairs);
          targets.addAll(targets(neighbours, pairs));
        }
      }
      if (!conditions.quick()) {
        table = row(table, "Confluent parallel-consumer", 1, List.of(beside(ground)));
      }
    }
    return new Findings(targets, List.of(noted(table)));
  }

  private List<Pair> pairs(Conditions conditions, Ground ground, int neighbours) {
    List<Pair> pairs = new ArrayList<>();
    int count = conditions.amount(Math.max(PAIRS_AT_LEAST, conditions.rounds()), 1);
    try (Drain drain = new Drain(ground)) {
      for (int i = 0; i < count; i++) {
        String name = "n%d-%d".formatted(neighbours, i);
        Run alone = run(ground, name + "-alone", ours(ground));
        List<List<OutboundMessage>> backlogs =
            slow.subList(0, neighbours).stream()
                .map(it -> Outbound.campaign(it.tenant(), name + "-slow", SLOW_MESSAGES))
                .toList();
        ground.appender().campaigns(backlogs);
        Waits.pass(HEAD_START);
        Pair pair = new Pair(alone, run(ground, name + "-beside", ours(ground)));
        pairs.add(pair);
        conditions
            .progress()
            .say(
                "%d neighbours: alone %.3f s, beside %.3f s"
                    .formatted(neighbours, pair.alone.seconds, pair.beside.seconds));
        backlogs.forEach(ground.appender()::cancel);
        drain.await(slow.stream().map(Ground::campaigns).toList(), PATIENCE);
      }
    }
    return pairs;
  }

  /// One instance of parallel-consumer for both tenants, once: beside its neighbour it takes a
  /// minute.
  private Pair beside(Ground ground) {
    Client neighbour = slow.getFirst();
    try (ProviderPost post = new ProviderPost(ground, OutboundMessage::messageId);
        ParallelConsumer peer =
            ParallelConsumer.start(ground, List.of(fast, neighbour), post, WINDOW)) {
      run(ground, "peer-warm-up", peer::begin);
      Run alone = run(ground, "peer-alone", peer::begin);
      peer.begin(neighbour, Outbound.campaign(neighbour.tenant(), "peer-slow", SLOW_MESSAGES));
      Waits.pass(HEAD_START);
      return new Pair(alone, run(ground, "peer-beside", peer::begin));
    }
  }

  private Run run(Ground ground, String name, Hand hand) {
    List<OutboundMessage> campaign = Outbound.campaign(fast.tenant(), name, FAST_MESSAGES);
    int before = ground.book().accepted(fast.account());
    long began = System.nanoTime();
    hand.over(fast, campaign);
    ground.awaitAccepted(fast, before + FAST_MESSAGES, PATIENCE);
    Sent sent = ground.sent(fast, name, campaign);
    return new Run((sent.lastNanos() - began) / NANOS, sent);
  }

  private static Hand ours(Ground ground) {
    return (client, campaign) -> ground.appender().append(Ground.campaigns(client), campaign);
  }

  private static List<Target> targets(int neighbours, List<Pair> pairs) {
    return List.of(
        Target.atMost(
            "bystander, slow neighbours: %d; its time against alone".formatted(neighbours),
            ratios(pairs).median(),
            "×",
            RATIOS.getOrDefault(neighbours, 1.0)),
        Target.none(
            "bystander, slow neighbours: %d; not sent exactly once, of %,d"
                .formatted(neighbours, 2 * pairs.size() * FAST_MESSAGES),
            sent(pairs).stream().mapToInt(Sent::wrong).sum(),
            "messages"));
  }

  private static Table row(Table table, String design, int neighbours, List<Pair> pairs) {
    return table.row(
        design,
        Integer.toString(neighbours),
        Spread.of(pairs.stream().mapToDouble(it -> it.alone.seconds).toArray()).toString(),
        Spread.of(pairs.stream().mapToDouble(it -> it.beside.seconds).toArray()).toString(),
        ratios(pairs).toString(),
        Sent.cell(sent(pairs)));
  }

  private static Table noted(Table table) {
    return table
        .note(
            "From when the fast tenant's campaign begins to be appended to its last answer at the"
                + " provider; window %d for each tenant, nothing reserved for replies."
                    .formatted(WINDOW))
        .note(
            "A neighbour has %,d messages queued that take %d s each, and begins %d s before; alone"
                    .formatted(SLOW_MESSAGES, SLOW.toSeconds(), HEAD_START.toSeconds())
                + " and beside alternate, and what is left of the neighbours' campaigns is cancelled"
                + " in between.")
        .note(
            "parallel-consumer: one instance for both tenants, %d records at once, unordered; once."
                .formatted(WINDOW));
  }

  private static Spread ratios(List<Pair> pairs) {
    return Spread.of(pairs.stream().mapToDouble(Pair::ratio).toArray());
  }

  private static List<Sent> sent(List<Pair> pairs) {
    return pairs.stream().flatMap(it -> Stream.of(it.alone.sent, it.beside.sent)).toList();
  }
}
