package dev.sluice.benchmarks.dispatch;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Spread;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.Target;
import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.dispatcher.CampaignDispatcher;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.Topic;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.Percentiles;
import dev.sluice.simulator.ProviderBehaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// Replies of a tenant without a campaign and ahead of one with a long backlog, in turn.
final class RepliesPart implements DispatchScenario.Part {

  private static final int WINDOW = 30;
  private static final int BACKLOG = 10_000;
  private static final int BACKLOG_QUICKLY = 3_000;
  private static final Duration ANSWER = Duration.ofMillis(100);

  /// 21 a second: half of what the requests kept for replies carry, and out of step with them.
  private static final Duration PACE = Duration.ofMillis(47);

  private static final int REPLIES = 250;
  private static final int REPLIES_QUICKLY = 60;

  /// From the first campaign message at the provider until everything is under way.
  private static final Duration SETTLE = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final double RATIO = 1.2;

  private final Client client =
      Client.of("answers", ProviderBehaviour.accepting(Latency.constant(ANSWER)), WINDOW);

  @Override
  public String name() {
    return "replies";
  }

  /// Some replies.
  ///
  /// @param arrival from being appended to the provider
  /// @param answer from being appended to the provider's answer
  private record Run(Percentiles arrival, Percentiles answer, Sent sent) {}

  /// How many replies are sent at a time, and how long the campaign is.
  private record Size(int replies, int backlog) {}

  /// The same without and behind a campaign.
  private record Pair(Run without, Run behind) {
    double ratio(ToDoubleFunction<Run> time) {
      return time.applyAsDouble(behind) / time.applyAsDouble(without);
    }
  }

  @Override
  public Findings measure(Conditions conditions, Path directory) throws Exception {
    List<Pair> pairs = new ArrayList<>();
    try (Ground ground = Ground.open(directory, List.of(client))) {
      ground.apply(List.of(client));
      try (CampaignDispatcher _ =
              LocalDispatcher.start(ground, List.of(client), LocalDispatcher.RESERVED);
          Drain drain = new Drain(ground)) {
        run(ground, "warm-up", REPLIES_QUICKLY);
        Size size =
            conditions.quick()
                ? new Size(REPLIES_QUICKLY, BACKLOG_QUICKLY)
                : new Size(REPLIES, BACKLOG);
        for (int round = 0; round < conditions.rounds(); round++) {
          pairs.add(pair(ground, drain, "r" + round, size));
          conditions.progress().say("round %d of %d".formatted(round + 1, conditions.rounds()));
        }
      }
    }
    return findings(pairs, conditions.quick() ? BACKLOG_QUICKLY : BACKLOG);
  }

  private Pair pair(Ground ground, Drain drain, String name, Size size) {
    Run without = run(ground, name + "-without", size.replies);
    Topic<String, OutboundMessage> topic = Ground.campaigns(client);
    List<OutboundMessage> backlog =
        Outbound.campaign(client.tenant(), name + "-bulk", size.backlog);
    int before = ground.book().accepted(client.account());
    ground.appender().append(topic, backlog);
    ground.awaitAccepted(client, before + 1, PATIENCE);
    Waits.pass(SETTLE);
    Run behind = run(ground, name + "-behind", size.replies);
    if (ground.sent(client, name + "-bulk", backlog).missing() == 0) {
      throw new IllegalStateException("the campaign was over before the replies were");
    }
    ground.appender().cancel(backlog);
    drain.await(List.of(topic), PATIENCE);
    return new Pair(without, behind);
  }

  private Run run(Ground ground, String name, int count) {
    List<OutboundMessage> replies = Outbound.replies(client.tenant(), name, count);
    Map<String, Long> appended = new HashMap<>();
    long next = System.nanoTime();
    for (OutboundMessage reply : replies) {
      for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      appended.put(reply.messageId(), System.nanoTime());
      ground.appender().reply(reply);
      next += PACE.toNanos();
    }
    Waits.within(() -> ground.sent(client, name, replies).missing() == 0, PATIENCE);
    List<Visit> visits =
        ground.book().of(client.account()).stream()
            .filter(visit -> appended.containsKey(visit.messageId()))
            .toList();
    return new Run(
        since(appended, visits, Visit::arrivedNanos),
        since(appended, visits, Visit::leftNanos),
        ground.sent(client, name, replies));
  }

  private static Percentiles since(
      Map<String, Long> appended, List<Visit> visits, ToLongFunction<Visit> at) {
    return Percentiles.ofNanos(
        visits.stream()
            .mapToLong(it -> at.applyAsLong(it) - appended.getOrDefault(it.messageId(), 0L))
            .toArray());
  }

  private static Findings findings(List<Pair> pairs, int backlog) {
    Table table =
        Table.of(
            "Replies without and behind a campaign's backlog",
            "from being appended",
            "without, ms",
            "behind it, ms",
            "ratio");
    List<Target> targets = new ArrayList<>();
    Map<String, Function<Run, Percentiles>> times =
        new LinkedHashMap<>(Map.of("to the provider's answer", Run::answer));
    times.put("to the provider", Run::arrival);
    for (Map.Entry<String, Function<Run, Percentiles>> time : times.entrySet()) {
      Map<String, ToDoubleFunction<Percentiles>> ranks = new LinkedHashMap<>();
      ranks.put("p50", Percentiles::p50);
      ranks.put("p99", Percentiles::p99);
      for (Map.Entry<String, ToDoubleFunction<Percentiles>> rank : ranks.entrySet()) {
        String what = "%s, %s".formatted(time.getKey(), rank.getKey());
        ToDoubleFunction<Run> value =
            run -> rank.getValue().applyAsDouble(time.getValue().apply(run));
        Spread ratio = Spread.of(pairs.stream().mapToDouble(it -> it.ratio(value)).toArray());
        table =
            table.row(
                what,
                Spread.of(
                        pairs.stream().mapToDouble(it -> value.applyAsDouble(it.without)).toArray())
                    .toString(),
                Spread.of(
                        pairs.stream().mapToDouble(it -> value.applyAsDouble(it.behind)).toArray())
                    .toString(),
                ratio.toString());
        targets.add(
            Target.atMost(
                "replies behind a campaign: %s, against without".formatted(what),
                ratio.median(),
                "×",
                RATIO));
      }
    }
    targets.add(
        Target.none(
            "replies: not sent exactly once, of %,d"
                .formatted(sent(pairs).stream().mapToInt(Sent::expected).sum()),
            sent(pairs).stream().mapToInt(Sent::wrong).sum(),
            "messages"));
    return new Findings(targets, List.of(noted(table, pairs, backlog)));
  }

  private static Table noted(Table table, List<Pair> pairs, int backlog) {
    return table
        .note(
            "Window %d, of which %d are kept for replies; the provider takes %d ms for everything;"
                    .formatted(WINDOW, LocalDispatcher.RESERVED, ANSWER.toMillis())
                + " a reply every %d ms, each to another customer; without and behind alternate,"
                    .formatted(PACE.toMillis())
                + " and what is left of the campaign is cancelled in between.")
        .note("A campaign of %,d messages.".formatted(backlog))
        .note("Correctness: " + Sent.cell(sent(pairs)) + ".");
  }

  private static List<Sent> sent(List<Pair> pairs) {
    return pairs.stream().flatMap(it -> Stream.of(it.without.sent, it.behind.sent)).toList();
  }
}
