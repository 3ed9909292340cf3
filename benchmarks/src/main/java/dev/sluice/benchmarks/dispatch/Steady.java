package dev.sluice.benchmarks.dispatch;

import dev.sluice.benchmarks.rig.Waits;
import dev.sluice.schemas.OutboundMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// A message of each of some tenants at an even pace, until it is enough.
final class Steady {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// With which the ids of its messages begin, and no others'.
  private static final String NAME = "steady";

  private final Ground ground;
  private final List<Client> clients;
  private final Duration pace;
  private final boolean replies;
  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicBoolean enough = new AtomicBoolean();
  private final Thread thread = Thread.ofPlatform().daemon().name(NAME).unstarted(this::run);

  private Steady(Ground ground, List<Client> clients, Duration pace, boolean replies) {
    this.ground = ground;
    this.clients = clients;
    this.pace = pace;
    this.replies = replies;
  }

  /// Begins to append messages of campaigns.
  static Steady campaigns(Ground ground, List<Client> clients, Duration pace) {
    return begun(new Steady(ground, clients, pace, false));
  }

  /// Begins to append replies.
  static Steady replies(Ground ground, List<Client> clients, Duration pace) {
    return begun(new Steady(ground, clients, pace, true));
  }

  private static Steady begun(Steady steady) {
    steady.thread.start();
    return steady;
  }

  private void run() {
    long next = System.nanoTime();
    while (!enough.get()) {
      String name = NAME + rounds.get();
      for (Client client : clients) {
        append(client, name);
      }
      rounds.incrementAndGet();
      next += pace.toNanos();
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private void append(Client client, String name) {
    if (replies) {
      ground.appender().reply(Outbound.replies(client.tenant(), name, 1).getFirst());
    } else {
      OutboundMessage message = Outbound.campaign(client.tenant(), name, 1).getFirst();
      ground.appender().single(message);
    }
  }

  /// Ends, and says what became of each tenant's messages.
  List<Sent> end() throws InterruptedException {
    enough.set(true);
    thread.join();
    Waits.within(() -> clients.stream().allMatch(it -> of(it).missing() == 0), PATIENCE);
    return clients.stream().map(this::of).toList();
  }

  private Sent of(Client client) {
    List<String> ids =
        IntStream.range(0, rounds.get()).mapToObj(i -> "%s%d-0".formatted(NAME, i)).toList();
    return Sent.of(ids, NAME, ground.book().of(client.account()));
  }
}
