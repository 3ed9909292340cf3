package dev.sluice.launcher.demo;

import dev.sluice.launcher.services.Progress;
import dev.sluice.launcher.services.TopicTail;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.ConversationId;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Topics;
import dev.sluice.simulator.BurstPlan;
import dev.sluice.simulator.BurstReport;
import dev.sluice.simulator.Business;
import dev.sluice.simulator.Conversation;
import dev.sluice.simulator.Customers;
import dev.sluice.simulator.Percentiles;
import dev.sluice.simulator.SentMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Messages in: customers of three tenants write at once, one of them as fast as she can.
final class BurstStage {

  /// Messages of the one thread, to arrive within a second.
  private static final int THREAD = 50;

  private static final Duration THREAD_LIMIT = Duration.ofSeconds(1);

  /// Conversations of each tenant, and messages in each: 180 messages beside the one thread.
  private static final int CONVERSATIONS = 12;

  private static final int MESSAGES = 5;

  /// One second for each conversation, as long as the one thread may take.
  private static final Duration SPACING = Duration.ofMillis(200);

  private static final long SEED = 42;

  /// 300 messages before anything is timed: a JVM that has just started answers the first hundreds
  /// slowly. They are checked like all others.
  private static final int WARM_UP_CONVERSATIONS = 10;

  private static final int WARM_UP_MESSAGES = 10;
  private static final Duration WARM_UP_SPACING = Duration.ofMillis(20);
  private static final long WARM_UP_SEED = 41;

  private final DemoWorld world;
  private final Progress progress;

  BurstStage(DemoWorld world, Progress progress) {
    this.world = world;
    this.progress = progress;
  }

  /// What was sent: first to warm up, then the burst itself.
  record Sent(BurstReport warmUp, BurstReport burst) {

    int acknowledged() {
      return warmUp.acknowledged() + burst.acknowledged();
    }
  }

  /// Sends a warm-up, waits until it is in the inboxes, then sends the burst; returns when every
  /// message and every repetition is acknowledged or given up.
  Sent send(List<InboxClient> inboxes, Patience patience) throws Exception {
    List<Business> businesses = new ArrayList<>();
    for (DemoTenant tenant : DemoTenant.ALL) {
      businesses.add(tenant.business(world.secrets()));
    }
    BurstReport warmUp = world.meta().send(warmUp(businesses));
    awaitStored(warmUp.acknowledged(), inboxes, patience);
    progress.say("  " + warmUp.sent() + " messages to warm up");
    BurstPlan others = BurstPlan.mixed(businesses, CONVERSATIONS, MESSAGES, SPACING, SEED);
    List<Conversation> all = new ArrayList<>(others.conversations());
    Conversation thread = thread(businesses.getFirst());
    all.addFirst(thread);
    BurstReport burst = world.meta().send(new BurstPlan(all, BurstPlan.DUPLICATE_SHARE, SEED));
    tell(burst, thread.id());
    Sent sent = new Sent(warmUp, burst);
    awaitStored(sent.acknowledged(), inboxes, patience);
    progress.say("  read back from the inboxes over HTTP");
    return sent;
  }

  private static BurstPlan warmUp(List<Business> businesses) {
    return BurstPlan.mixed(
        businesses, WARM_UP_CONVERSATIONS, WARM_UP_MESSAGES, WARM_UP_SPACING, WARM_UP_SEED);
  }

  /// Waits until the inboxes together show that many messages, or stand still.
  private static void awaitStored(int enough, List<InboxClient> inboxes, Patience patience)
      throws Exception {
    patience.await(
        enough,
        () -> {
          int stored = 0;
          for (InboxClient inbox : inboxes) {
            stored += inbox.messages().size();
          }
          return stored;
        });
  }

  /// Compares what was acknowledged with the inboxes and with the topic `inbox` as they are now.
  DeliveryCheck check(Sent sent, List<StoredMessage> stored) {
    List<AcknowledgedMessage> acknowledged = new ArrayList<>();
    acknowledged.addAll(acknowledged("warm-up", sent.warmUp()));
    acknowledged.addAll(acknowledged("burst", sent.burst()));
    return DeliveryCheck.of(acknowledged, stored, records());
  }

  /// How long the messages of the burst took from the gateway to the inbox.
  static Percentiles endToEnd(Sent sent, List<StoredMessage> stored) {
    Set<MessageKey> timed =
        acknowledged("burst", sent.burst()).stream()
            .map(AcknowledgedMessage::key)
            .collect(Collectors.toSet());
    return Percentiles.ofNanos(
        stored.stream()
            .filter(message -> timed.contains(message.key()))
            .mapToLong(message -> message.endToEnd().toNanos())
            .toArray());
  }

  /// What the burst came to on the way in.
  static DemoReport.Webhooks webhooks(Sent sent) {
    Percentiles ack = sent.burst().ackMillis();
    int repeated = repeated(sent.warmUp()) + repeated(sent.burst());
    return new DemoReport.Webhooks(
        sent.warmUp().sent() + sent.burst().sent() + repeated,
        sent.acknowledged() + repeated,
        new DemoReport.AckMillis(Rounded.millis(ack.p50()), Rounded.millis(ack.p99())));
  }

  private static int repeated(BurstReport report) {
    return report.redelivered() + report.duplicated();
  }

  private static Conversation thread(Business bank) {
    List<String> texts =
        IntStream.range(0, THREAD)
            .mapToObj(i -> bank.industry().messages().get(i % bank.industry().messages().size()))
            .toList();
    return new Conversation(
        new ConversationId(
            bank.tenant(),
            Channel.WHATSAPP,
            Customers.address(Channel.WHATSAPP, Customers.MAX - 1)),
        bank.app(),
        DemoTenant.BANK.phoneNumberId(),
        texts,
        Duration.ZERO);
  }

  private void tell(BurstReport report, ConversationId thread) {
    List<SentMessage> rapid =
        report.messages().stream().filter(sent -> sent.conversation().equals(thread)).toList();
    double seconds = (rapid.getLast().answeredNanos() - rapid.getFirst().firstNanos()) / 1e9;
    progress.say(
        String.format(
            Locale.ROOT,
            "  %d messages of %d conversations, %d of them of one thread in %.2f s%s; %d delivered"
                + " twice",
            report.sent(),
            report.messages().stream().map(SentMessage::conversation).distinct().count(),
            rapid.size(),
            seconds,
            seconds > THREAD_LIMIT.toSeconds() ? " (a slow machine)" : "",
            repeated(report)));
  }

  private Map<MessageKey, Integer> records() {
    Map<MessageKey, Integer> records = new HashMap<>();
    try (TopicTail<InboxItem> inbox = TopicTail.of(Topics.INBOX, world.connection().client())) {
      inbox.readToEnd(
          record ->
              records.merge(
                  new MessageKey(
                      record.value().message().tenant(),
                      record.value().message().channel(),
                      record.value().message().messageId()),
                  1,
                  Integer::sum));
    }
    return records;
  }

  /// The order of a thread is that of one burst: the next begins a thread anew.
  private static List<AcknowledgedMessage> acknowledged(String name, BurstReport report) {
    return report.messages().stream()
        .filter(SentMessage::acknowledged)
        .map(
            sent ->
                new AcknowledgedMessage(
                    new MessageKey(
                        sent.conversation().tenant(),
                        sent.conversation().channel(),
                        sent.messageId()),
                    name + " " + sent.conversation().key(),
                    sent.sequence()))
        .toList();
  }
}
