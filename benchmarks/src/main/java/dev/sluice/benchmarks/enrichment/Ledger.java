package dev.sluice.benchmarks.enrichment;

import dev.sluice.schemas.InboxItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Every message of a part of the scenario, and what became of it. Thread-safe.
final class Ledger {

  /// How often whoever waits looks; no measured thread waits here.
  private static final Duration LOOK = Duration.ofMillis(5);

  private final Map<String, Journey> journeys = new ConcurrentHashMap<>();
  private final Map<String, List<String>> planned = new ConcurrentHashMap<>();

  /// Ids as they arrived, per conversation; only the reader's thread writes.
  private final Map<String, List<String>> arrived = new HashMap<>();

  private final AtomicInteger strangers = new AtomicInteger();

  /// Expects the messages of a plan.
  List<Journey> expect(Plan plan) {
    List<Journey> expected = new ArrayList<>();
    for (Message message : plan.messages()) {
      Journey journey = new Journey(message);
      journeys.put(message.id(), journey);
      planned.computeIfAbsent(conversation(message), key -> new ArrayList<>()).add(message.id());
      expected.add(journey);
    }
    return expected;
  }

  /// The journey of a message; null for one nobody sent.
  @Nullable Journey find(String id) {
    return journeys.get(id);
  }

  /// Takes note of an item that became visible. Called by one thread.
  void arrived(long nanos, InboxItem item) {
    Journey journey = journeys.get(item.message().messageId());
    if (journey == null) {
      strangers.incrementAndGet();
      return;
    }
    synchronized (arrived) {
      if (journey.arrived(nanos, item)) {
        Message message = journey.message();
        arrived.computeIfAbsent(conversation(message), key -> new ArrayList<>()).add(message.id());
      }
    }
  }

  /// Waits until all of these have arrived, at most so long; what has not then is lost.
  void await(Collection<Journey> expected, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (Journey journey : expected) {
      while (journey.arrivals() == 0 && System.nanoTime() - deadline < 0) {
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
  }

  /// How right everything was so far.
  Correctness check() {
    synchronized (arrived) {
      int outOfOrder = 0;
      for (Map.Entry<String, List<String>> conversation : planned.entrySet()) {
        outOfOrder +=
            misplaced(
                conversation.getValue(), arrived.getOrDefault(conversation.getKey(), List.of()));
      }
      Collection<Journey> all = journeys.values();
      return new Correctness(
          all.size(),
          Math.toIntExact(all.stream().filter(it -> it.arrivals() == 0).count()),
          all.stream().mapToInt(it -> Math.max(0, it.arrivals() - 1)).sum() + strangers.get(),
          outOfOrder,
          Math.toIntExact(all.stream().filter(Journey::isDegraded).count()));
    }
  }

  /// How many arrived after one that was sent later.
  static int misplaced(List<String> sent, List<String> arrived) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < sent.size(); i++) {
      places.put(sent.get(i), i);
    }
    int misplaced = 0;
    int latest = -1;
    for (String id : arrived) {
      int place = places.getOrDefault(id, Integer.MAX_VALUE);
      misplaced += place < latest ? 1 : 0;
      latest = Math.max(latest, place);
    }
    return misplaced;
  }

  private static String conversation(Message message) {
    return message.tenant() + "/" + message.customer();
  }
}
