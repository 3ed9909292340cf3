package dev.sluice.benchmarks.dispatch;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.schemas.Correlation;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ProviderBehaviour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A campaign on a heavy tail, by each design with the same window and the same drawn latencies, in
/// turn within each round.
final class TailPart implements DispatchScenario.Part {

  static final int WINDOW = 30;

  /// Most answers at once, a few very late: what providers do.
  static final Latency HEAVY = Latency.lognormal(Duration.ofMillis(100), Duration.ofSeconds(1));

  static final int SHORT = 600;
  private static final int LONG = 3_000;
  private static final int QUICK = 300;

  /// A long campaign takes a fifth of a minute with each design: fewer rounds of it are as many
  /// messages.
  private static final int LONG_ROUNDS = 3;

  /// Connections, compiled code and a poll each.
  private static final int WARM_UP = 3 * WINDOW;

  /// Sequential sending of the longest campaign takes some 8 minutes; nothing that is run does.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Override
  public String name() {
    return "tail";
  }

  @Override
  public Findings measure(Conditions conditions, Path directory) throws Exception {
    ProviderBehaviour heavy = ProviderBehaviour.accepting(HEAVY);
    Client ours = Client.of("ours", heavy, WINDOW);
    Client batch = Client.of("batch", heavy, WINDOW);
    Client parallel = Client.of("parallel", heavy, WINDOW);
    Client bullMq = Client.of("bullmq", heavy, WINDOW);
    Optional<String> noBullMq = BullMqWorker.missing(conditions);
    try (Ground ground = Ground.open(directory, List.of(ours, batch, parallel, bullMq));
        Design sluice = SluiceDesign.start(ground, ours)) {
      Function<OutboundMessage, String> correlation = correlation(ground, sluice);
      List<Design> peers = new ArrayList<>();
      try (ProviderPost post = new ProviderPost(ground, correlation)) {
        try {
          peers.add(ParallelConsumer.start(ground, List.of(parallel), post, WINDOW).with(parallel));
          if (noBullMq.isEmpty()) {
            peers.add(BullMqWorker.start(conditions, ground, bullMq, correlation));
          }
          peers.add(BatchConsumer.start(ground, batch, post));
          List<Design> designs = new ArrayList<>(List.of(sluice));
          designs.addAll(peers);
          TailTimes times = new TailTimes();
          designs.forEach(design -> run(ground, design, "warm-up", WARM_UP, correlation));
          rounds(conditions, ground, designs, times, correlation);
          return times.findings(noBullMq);
        } finally {
          peers.forEach(Design::close);
        }
      }
    }
  }

  private static void rounds(
      Conditions conditions,
      Ground ground,
      List<Design> designs,
      TailTimes times,
      Function<OutboundMessage, String> correlation) {
    List<Integer> sizes = conditions.quick() ? List.of(QUICK) : List.of(SHORT, LONG);
    for (int round = 0; round < conditions.rounds(); round++) {
      for (int size : sizes) {
        if (size == LONG && round >= LONG_ROUNDS) {
          continue;
        }
        for (Design design : designs) {
          if (size < LONG || !(design instanceof BatchConsumer)) {
            String name = "r%d-%d".formatted(round, size);
            TailRun run = run(ground, design, name, size, correlation);
            conditions.progress().say("%s: %s".formatted(design.name(), run));
            times.add(run);
          }
        }
      }
    }
  }

  private static TailRun run(
      Ground ground,
      Design design,
      String name,
      int size,
      Function<OutboundMessage, String> correlation) {
    Client client = design.client();
    List<OutboundMessage> campaign = Outbound.campaign(client.tenant(), name, size);
    List<Duration> drawn =
        campaign.stream().map(it -> HEAVY.draw(Ground.SEED, correlation.apply(it), 1)).toList();
    int before = ground.book().accepted(client.account());
    try {
      design.begin(campaign);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean all = ground.awaitAccepted(client, before + size, PATIENCE);
    Sent sent = ground.sent(client, name, campaign);
    if (!all && sent.missing() == 0) {
      throw new IllegalStateException("the book and its count differ");
    }
    return new TailRun(design.name(), name, size, drawn, sent);
  }

  /// What our dispatcher calls a message at the provider, for latencies follow from it: the peers
  /// call it the same.
  private static Function<OutboundMessage, String> correlation(Ground ground, Design ours)
      throws IOException {
    OutboundMessage message = Outbound.campaign(ours.client().tenant(), "first", 1).getFirst();
    ours.begin(List.of(message));
    Waits.until(
        () -> !ground.book().of(ours.client().account()).isEmpty(),
        PATIENCE,
        () -> "a first message at the provider");
    String seen = ground.book().of(ours.client().account()).getFirst().correlation();
    return seen.equals(message.messageId())
        ? OutboundMessage::messageId
        : it -> Correlation.of(it).text();
  }
}
