package dev.sluice.benchmarks.dispatch;

import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Spread;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.Target;
import dev.sluice.benchmarks.rig.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// All campaigns of [TailPart], as a table. One thread.
final class TailTimes {

  static final double OF_IDEAL = 0.97;
  static final double OVER_BATCH = 4;

  private final List<TailRun> runs = new ArrayList<>();

  void add(TailRun run) {
    runs.add(run);
  }

  /// Ours are the runs of the design that came first.
  Findings findings(Optional<String> noBullMq) throws IOException {
    List<Target> targets = new ArrayList<>();
    Table table =
        Table.of(
            "A campaign on a heavy tail, window %d".formatted(TailPart.WINDOW),
            "messages",
            "design",
            "first arrival to last answer, s",
            "ideal ÷ that",
            "times as fast as the batches",
            "at once, most",
            "correct");
    String ours = runs.getFirst().design();
    for (int size : runs.stream().map(TailRun::messages).distinct().toList()) {
      for (String design : designs(size)) {
        table = row(table, size, design);
      }
      table = computed(table, size);
      List<TailRun> own = of(size, ours);
      targets.add(
          Target.atLeast(
              "heavy tail, %,d messages: ideal list scheduling ÷ ours".formatted(size),
              spread(own, TailRun::ofIdeal).median(),
              "×",
              OF_IDEAL));
      if (size >= TailPart.SHORT) {
        targets.add(
            Target.atLeast(
                "heavy tail, %,d messages: times as fast as batches of %d"
                    .formatted(size, TailPart.WINDOW),
                spread(own, this::overBatches).median(),
                "×",
                OVER_BATCH));
      }
    }
    List<TailRun> own = runs.stream().filter(it -> it.design().equals(ours)).toList();
    targets.add(
        Target.none(
            "heavy tail: not sent exactly once, of %,d"
                .formatted(own.stream().mapToInt(TailRun::messages).sum()),
            own.stream().mapToInt(it -> it.sent().wrong()).sum(),
            "messages"));
    targets.add(
        Target.atMost(
            "heavy tail: requests at once",
            own.stream().mapToInt(it -> it.sent().peak()).max().orElse(0),
            "requests",
            TailPart.WINDOW));
    return new Findings(targets, List.of(noted(table, noBullMq)));
  }

  private static Table noted(Table table, Optional<String> noBullMq) throws IOException {
    Table noted =
        table
            .note(
                "Latency lognormal, median 100 ms, p99 1 s, drawn from the message's id: the same for"
                    + " all designs of a round, which run in turn. Nothing is reserved for replies.")
            .note(
                "Ideal: list scheduling of the same draws, no time between; the computed rows take"
                    + " no time between either. The batch design is compared as it ran, where it"
                    + " was run, else as computed, which favours it.")
            .note(
                "In a short campaign the slowest messages of its end decide: the ideal itself is"
                    + " some 4 times as fast as the batches with 600 messages, 5 times with 3,000.")
            .note(
                "Provider, consumers and thread pools share one JVM; the broker has its own, and so"
                    + " have Redis and Node.");
    return noBullMq.isPresent()
        ? noted.note("BullMQ not run: " + noBullMq.get() + ".")
        : noted.note(
            "BullMQ 6.7.0 on %s, append-only file written once a second; Node %s."
                .formatted(
                    Peer.version("redis-server").replaceAll(" sha=.*", ""), Peer.version("node")));
  }

  private Table row(Table table, int size, String design) {
    List<TailRun> of = of(size, design);
    return table.row(
        "%,d".formatted(size),
        design,
        spread(of, TailRun::seconds).toString(),
        ratio(spread(of, TailRun::ofIdeal)),
        spread(of, this::overBatches).toString(),
        Integer.toString(of.stream().mapToInt(it -> it.sent().peak()).max().orElse(0)),
        Sent.cell(of.stream().map(TailRun::sent).toList()));
  }

  /// The draws of a round are the same for all, so any design's runs tell them.
  private Table computed(Table table, int size) {
    List<TailRun> any = of(size, runs.getFirst().design());
    Table with = computed(table, size, "ideal list scheduling, computed", any, TailRun::ideal);
    with = computed(with, size, BatchConsumer.NAME + ", computed", any, TailRun::batches);
    return computed(with, size, "one after the other, computed", any, TailRun::sequential);
  }

  private Table computed(
      Table table, int size, String what, List<TailRun> any, ToDoubleFunction<TailRun> seconds) {
    return table.row(
        "%,d".formatted(size),
        what,
        spread(any, seconds).toString(),
        ratio(spread(any, it -> it.ideal() / seconds.applyAsDouble(it))),
        spread(any, it -> batchSeconds(it) / seconds.applyAsDouble(it)).toString(),
        "",
        "");
  }

  private double overBatches(TailRun run) {
    return batchSeconds(run) / run.seconds();
  }

  /// Of the same campaign, run or else computed.
  private double batchSeconds(TailRun run) {
    return runs.stream()
        .filter(it -> it.design().startsWith(BatchConsumer.NAME) && it.name().equals(run.name()))
        .findFirst()
        .map(TailRun::seconds)
        .orElseGet(run::batches);
  }

  private List<String> designs(int size) {
    return runs.stream()
        .filter(it -> it.messages() == size)
        .map(TailRun::design)
        .distinct()
        .toList();
  }

  private List<TailRun> of(int size, String design) {
    return runs.stream().filter(it -> it.messages() == size && it.design().equals(design)).toList();
  }

  private static Spread spread(List<TailRun> runs, ToDoubleFunction<TailRun> value) {
    return Spread.of(runs.stream().mapToDouble(value).toArray());
  }

  /// A share close to 1 needs its third decimal.
  private static String ratio(Spread spread) {
    return spread.least() == spread.most()
        ? "%.3f".formatted(spread.median())
        : "%.3f (%.3f–%.3f)".formatted(spread.median(), spread.least(), spread.most());
  }
}
