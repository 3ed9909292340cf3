package dev.sluice.benchmarks.dispatch;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
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
import java.util.List;
import java.util.stream.IntStream;

/// A second dispatcher joins and leaves while campaigns are on their way.
final class JoinsPart implements DispatchScenario.Part {

  private static final int TENANTS = 4;
  private static final int WINDOW = 30;
  private static final int JOINS = 3;
  private static final int JOINS_QUICKLY = 1;

  /// Half as fast as the other parts: what is measured is a bound, not a speed.
  private static final Latency HEAVY =
      Latency.lognormal(Duration.ofMillis(200), Duration.ofSeconds(2));

  /// Of each tenant for each join: at some 90 a second 11 s, as long as it takes to start, join and
  /// leave. Where that takes longer there are still replies.
  private static final int MESSAGES_A_JOIN = 1_000;

  private static final int MESSAGES_QUICKLY = 400;

  /// Of replies of each tenant: some three under way of each.
  private static final Duration PACE = Duration.ofMillis(100);

  /// How long both send.
  private static final Duration TOGETHER = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "joins";
  }

  @Override
  public Findings measure(Conditions conditions, Path directory) throws Exception {
    List<Client> clients =
        IntStream.range(0, TENANTS)
            .mapToObj(
                number -> Client.of("shared-" + number, ProviderBehaviour.accepting(HEAVY), WINDOW))
            .toList();
    int joins = conditions.amount(JOINS, JOINS_QUICKLY);
    int messages = conditions.amount(JOINS * MESSAGES_A_JOIN, MESSAGES_QUICKLY);
    List<List<OutboundMessage>> campaigns =
        clients.stream().map(it -> Outbound.campaign(it.tenant(), "joins", messages)).toList();
    try (Ground ground = Ground.open(directory, clients)) {
      ground.apply(clients);
      ground.appender().campaigns(campaigns);
      long bySecond = 0;
      boolean gaveUp = false;
      List<Sent> sent;
      try (DispatcherProcess staying = start(ground, "staying");
          Drain drain = new Drain(ground)) {
        Steady replies = Steady.replies(ground, clients, PACE);
        Waits.until(
            () -> clients.stream().allMatch(it -> ground.book().accepted(it.account()) > WINDOW),
            PATIENCE,
            () -> "campaigns on their way");
        for (int i = 0; i < joins; i++) {
          bySecond += joinAndLeave(ground);
          gaveUp |= staying.vitals().gaveUp();
          conditions.progress().say("join %d of %d".formatted(i + 1, joins));
        }
        sent = new ArrayList<>(replies.end());
        conditions.progress().say("joins: the rest of the campaigns");
        drain.await(clients.stream().map(Ground::campaigns).toList(), PATIENCE);
      }
      for (int i = 0; i < TENANTS; i++) {
        sent.add(ground.sent(clients.get(i), "joins", campaigns.get(i)));
      }
      int peak =
          clients.stream()
              .mapToInt(it -> Visit.peak(ground.book().of(it.account())))
              .max()
              .orElse(0);
      return findings(sent, new Joined(joins, bySecond, gaveUp, peak));
    }
  }

  /// What was seen.
  ///
  /// @param bySecond messages the second dispatcher sent
  /// @param gaveUp whether the one that stays gave up partitions to it
  /// @param peak requests of one tenant at once, at most
  private record Joined(int joins, long bySecond, boolean gaveUp, int peak) {}

  private static DispatcherProcess start(Ground ground, String name) throws IOException {
    return DispatcherProcess.start(
        ground, name, DispatcherProcess.HEAP_MIB, LocalDispatcher.RESERVED);
  }

  /// @return how many messages the second dispatcher has sent before it left
  private static long joinAndLeave(Ground ground) throws IOException {
    try (DispatcherProcess second = start(ground, "second")) {
      Waits.until(
          () -> second.vitals().accepted() > 0, PATIENCE, () -> "a second dispatcher that sends");
      Waits.pass(TOGETHER);
      long sent = second.vitals().accepted();
      second.leave();
      return sent;
    }
  }

  private static Findings findings(List<Sent> sent, Joined joined) {
    int expected = sent.stream().mapToInt(Sent::expected).sum();
    List<Target> targets =
        List.of(
            Target.none(
                "joins: lost, of %,d".formatted(expected),
                sent.stream().mapToInt(Sent::missing).sum(),
                "messages"),
            Target.none(
                "joins: sent twice", sent.stream().mapToInt(Sent::repeated).sum(), "messages"),
            Target.atMost(
                "joins: requests of a tenant at once, most", joined.peak, "requests", WINDOW));
    Table table =
        Table.of(
                "A second dispatcher joins and leaves while campaigns are sent", "what", "measured")
            .row("times it joined and left", Integer.toString(joined.joins))
            .row("messages it sent, at least", "%,d of %,d".formatted(joined.bySecond, expected))
            .row("the one that stays gave up partitions", joined.gaveUp ? "yes" : "no")
            .row("requests of a tenant at once, most", Integer.toString(joined.peak))
            .row("correct", Sent.cell(sent))
            .note(
                "%d tenants, window %d each, %d kept for replies, which come ten a second;"
                        .formatted(TENANTS, WINDOW, LocalDispatcher.RESERVED)
                    + " answers with a median of 200 ms and a p99 of 2 s; both dispatchers are processes of their own and send"
                    + " together for %d s each time.".formatted(TOGETHER.toSeconds()));
    return new Findings(targets, List.of(table));
  }
}
