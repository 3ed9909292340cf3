package dev.sluice.inbox;

import dev.sluice.inbox.InboxStore.Written;
import dev.sluice.inbox.TenantBatch.Arrival;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;

/// What is measured of the inbox. Thread-safe.
///
/// `sluice.inbox.write` times a tenant's transaction; `sluice.inbox.messages{result=new|known}`
/// counts messages, `sluice.inbox.dead.letters` the records set aside; `sluice.e2e.latency` is from
/// the gateway's receipt to the moment the row can be read; `sluice.inbox.sse.clients` are the live
/// streams open, `sluice.inbox.sse.behind` the messages the slowest of them still has to be given.
final class InboxMetrics {

  private static final Duration[] LATENCIES = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(10),
    Duration.ofSeconds(60)
  };

  private final MeterRegistry meters;
  private final Timer write;
  private final Timer endToEnd;
  private final Counter fresh;
  private final Counter known;
  private final Counter deadLetters;

  InboxMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.write = timer(meters, "sluice.inbox.write", "a tenant's share of a batch, committed");
    this.endToEnd = timer(meters, "sluice.e2e.latency", "from the webhook's receipt to the inbox");
    this.fresh = messages(meters, "new");
    this.known = messages(meters, "known");
    this.deadLetters =
        Counter.builder("sluice.inbox.dead.letters")
            .description("records set aside as dead letters")
            .register(meters);
  }

  void written(Written written, Duration took, Instant committedAt) {
    write.record(took);
    fresh.increment(written.messages().size());
    known.increment(written.knownMessages());
    for (Arrival arrival : written.messages()) {
      Duration latency = Duration.between(arrival.item().message().receivedAt(), committedAt);
      endToEnd.record(latency.isNegative() ? Duration.ZERO : latency);
    }
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void streams(LiveFeed feed) {
    meters.gauge("sluice.inbox.sse.clients", feed, LiveFeed::streams);
    meters.gauge("sluice.inbox.sse.behind", feed, LiveFeed::behind);
  }

  private static Timer timer(MeterRegistry meters, String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(LATENCIES)
        .register(meters);
  }

  private static Counter messages(MeterRegistry meters, String result) {
    return Counter.builder("sluice.inbox.messages")
        .description("messages read from the topic")
        .tag("result", result)
        .register(meters);
  }
}
