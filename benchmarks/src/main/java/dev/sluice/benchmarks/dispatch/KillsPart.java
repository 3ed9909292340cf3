package dev.sluice.benchmarks.dispatch;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.Target;
import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.simulator.ProviderBehaviour;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Kills the only dispatcher again and again in the middle of a campaign, and starts another at
/// once.
final class KillsPart implements DispatchScenario.Part {

  private static final int KILLS = 12;
  private static final int KILLS_QUICKLY = 1;
  private static final int WINDOW = 30;

  /// Accepted between two kills: five windows, so that each life is in full flight when it ends.
  private static final int BETWEEN = 150;

  /// What is left for the last life, and what each repeats.
  private static final int RESERVE = 2 * BETWEEN;

  /// A life begins when the broker has given its predecessor up, after 6 s.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final boolean withStatuses;

  private KillsPart(boolean withStatuses) {
    this.withStatuses = withStatuses;
  }

  /// No status of any message ever comes.
  static KillsPart withoutStatuses() {
    return new KillsPart(false);
  }

  /// The status of each message comes as soon as the provider has accepted it.
  static KillsPart withStatuses() {
    return new KillsPart(true);
  }

  @Override
  public String name() {
    return withStatuses ? "kills-with-statuses" : "kills";
  }

  @Override
  public boolean isOnRequest() {
    return withStatuses;
  }

  @Override
  public Findings measure(Conditions conditions, Path directory) throws Exception {
    Client client = Client.of("killed", ProviderBehaviour.accepting(TailPart.HEAVY), WINDOW);
    int count = conditions.amount(KILLS, KILLS_QUICKLY);
    List<OutboundMessage> campaign =
        Outbound.campaign(client.tenant(), "kills", count * BETWEEN + RESERVE);
    try (Ground ground = Ground.open(directory, List.of(client));
        StatusEcho echo = new StatusEcho(ground, List.of(client))) {
      ground.apply(List.of(client));
      if (withStatuses) {
        ground.book().tell(echo);
      }
      ground.appender().append(Ground.campaigns(client), campaign);
      List<Death.Kill> kills = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        kills.add(liveAndDie(ground, client));
        conditions.progress().say("kill %d of %d".formatted(i + 1, count));
      }
      try (DispatcherProcess _ = life(ground);
          Drain drain = new Drain(ground)) {
        drain.await(List.of(Ground.campaigns(client)), PATIENCE);
      }
      List<Visit> visits = ground.book().of(client.account());
      return findings(Death.of(kills, visits), ground.sent(client, "kills", campaign));
    }
  }

  private static DispatcherProcess life(Ground ground) throws IOException {
    return DispatcherProcess.start(
        ground, "killed", DispatcherProcess.HEAP_MIB, LocalDispatcher.NONE_RESERVED);
  }

  private static Death.Kill liveAndDie(Ground ground, Client client)
      throws IOException, InterruptedException {
    int before = ground.book().accepted(client.account());
    try (DispatcherProcess dispatcher = life(ground)) {
      Waits.until(
          () -> ground.book().accepted(client.account()) >= before + BETWEEN,
          PATIENCE,
          () -> "a campaign on its way");
      long at = System.nanoTime();
      dispatcher.kill();
      return new Death.Kill(at, System.nanoTime());
    }
  }

  private Findings findings(List<Death> deaths, Sent sent) {
    List<Target> targets = new ArrayList<>();
    targets.add(
        Target.none(
            "%s: lost, of %,d".formatted(name(), sent.expected()), sent.missing(), "messages"));
    if (withStatuses) {
      targets.add(Target.none(name() + ": sent twice", sent.repeated(), "messages"));
    } else {
      targets.add(
          Target.none(
              name() + ": that repeated more than was in flight and 100 ms of sends",
              over(deaths).size(),
              "kills"));
      targets.add(
          Target.atMost(
              name() + ": sent again by all, against what was in flight and 100 ms of sends",
              (double) sum(deaths, Death::repeated) / Math.max(1, sum(deaths, Death::bound)),
              "×",
              1));
    }
    targets.add(
        Target.atMost(name() + ": requests at once, most", sent.peak(), "requests", WINDOW));
    Table table =
        Table.of(
            withStatuses
                ? "SIGKILL of the only dispatcher, statuses coming"
                : "SIGKILL of the only dispatcher",
            "kill",
            "in flight",
            "answered in the 100 ms before",
            "sent again");
    for (int i = 0; i < deaths.size(); i++) {
      Death death = deaths.get(i);
      table =
          table.row(
              Integer.toString(i + 1),
              Integer.toString(death.inFlight()),
              Integer.toString(death.recent()),
              Integer.toString(death.repeated()));
    }
    table =
        table
            .row(
                "all",
                Integer.toString(sum(deaths, Death::inFlight)),
                Integer.toString(sum(deaths, Death::recent)),
                Integer.toString(sum(deaths, Death::repeated)))
            .note(
                "One tenant, window %d, heavy tail; after %d more messages are accepted the process"
                        .formatted(WINDOW, BETWEEN)
                    + " is killed and another started; what each repeats is counted at the"
                    + " provider. At most %d at once there.".formatted(sent.peak()))
            .note(
                "%d kills repeated more than their own sum, by %d at most: what finishes is committed"
                        .formatted(
                            over(deaths).size(),
                            over(deaths).stream().max(Integer::compare).orElse(0))
                    + " every 100 ms, and a commit takes its way to the broker.")
            .note("Correctness: %s.".formatted(Sent.cell(List.of(sent))));
    return new Findings(targets, List.of(table));
  }

  private static int sum(List<Death> deaths, ToIntFunction<Death> value) {
    return deaths.stream().mapToInt(value).sum();
  }

  /// By how many messages kills repeated more than was in flight and sent lately.
  private static List<Integer> over(List<Death> deaths) {
    return deaths.stream()
        .filter(it -> it.repeated() > it.bound())
        .map(it -> it.repeated() - it.bound())
        .toList();
  }
}
