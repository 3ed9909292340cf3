package dev.sluice.benchmarks.enrichment;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.TenantId;
import dev.sluice.simulator.Customers;
import dev.sluice.simulator.Industry;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Messages to be sent, in the order of their times.
///
/// @param name unique within a run of the scenario: ids begin with it
record Plan(String name, List<Message> messages) {

  private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  /// At 200 messages a second each customer writes every 10 s: no message waits for its own
  /// conversation, whatever the models take.
  private static final int CUSTOMERS = 2_000;

  private static final List<String> LINES =
      Stream.of(Industry.values()).flatMap(industry -> industry.messages().stream()).toList();

  Plan {
    messages = List.copyOf(messages);
  }

  /// Messages at an even pace, from all tenants and many customers in turn.
  static Plan steady(
      String name, List<TenantId> tenants, int perSecond, Duration length, CallTimes times) {
    int count = Math.toIntExact(perSecond * length.toMillis() / 1_000);
    return new Plan(
        name,
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    message(
                        name,
                        i,
                        tenants.get(i % tenants.size()),
                        i % CUSTOMERS,
                        i * NANOS_PER_SECOND / perSecond,
                        times))
            .toList());
  }

  /// Messages all at once.
  ///
  /// @param customers how many customers write them, in turn; 1 makes it one conversation
  static Plan burst(String name, TenantId tenant, int count, int customers, CallTimes times) {
    return new Plan(
        name,
        IntStream.range(0, count)
            .mapToObj(i -> message(name, i, tenant, i % customers, 0, times))
            .toList());
  }

  /// Messages all at once, from many customers of all tenants in turn, whose texts have never been
  /// read before: each ends with a number of its own.
  ///
  /// @param from the first of these numbers
  static Plan novel(String name, List<TenantId> tenants, int count, int from) {
    CallTimes none = new CallTimes(Duration.ZERO, Duration.ofNanos(1));
    return new Plan(
        name,
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  TenantId tenant = tenants.get(i % tenants.size());
                  Message it = message(name, i, tenant, i % CUSTOMERS, 0, none);
                  String words = LINES.get(i % LINES.size()) + " " + (from + i);
                  return new Message(
                      it.id(), tenant, it.customer(), it.atNanos(), it.calls(), words);
                })
            .toList());
  }

  private static Message message(
      String name, int index, TenantId tenant, int customer, long atNanos, CallTimes times) {
    String id = name + "." + index;
    return new Message(
        id,
        tenant,
        Customers.address(Channel.WHATSAPP, customer).value(),
        atNanos,
        times.of(id),
        id + " " + LINES.get(index % LINES.size()));
  }
}
