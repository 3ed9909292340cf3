package dev.sluice.launcher.campaign;

import dev.sluice.dispatcher.books.BooksReader;
import dev.sluice.dispatcher.books.CampaignCount;
import dev.sluice.launcher.CannotStart;
import dev.sluice.launcher.services.TopicTail;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import dev.sluice.tenants.OptOuts;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/// Sends again what failed of a campaign, as the campaign `<id>.r1`, `<id>.r2` and so on.
///
/// A message's new id is its first one followed by the same ending. So the messages of earlier
/// repetitions can be told: what one of them has not failed to send is not sent once more.
final class Resend {

  private static final String ENDING = ".r";

  private final Map<String, Object> connection;
  private final BooksReader books;
  private final OptOuts optOuts;
  private final TenantId tenant;
  private final boolean unknownToo;

  /// @param unknownToo also what may have been sent
  Resend(
      Map<String, Object> connection,
      BooksReader books,
      OptOuts optOuts,
      TenantId tenant,
      boolean unknownToo) {
    this.connection = connection;
    this.books = books;
    this.optOuts = optOuts;
    this.tenant = tenant;
    this.unknownToo = unknownToo;
  }

  /// @throws CannotStart when the campaign or a repetition is still under way, or nothing failed
  void run(CampaignId original, PrintWriter out) throws InterruptedException {
    try (Campaigns campaigns = Campaigns.open(connection)) {
      Campaign first = campaigns.get(tenant, original);
      refuseUnderWay(first);
      Set<String> wanted = new HashSet<>(books.failedIds(tenant, original, unknownToo));
      int number = withoutRepeated(campaigns, original, wanted);
      if (wanted.isEmpty()) {
        throw new CannotStart(
            "nothing of campaign '%s' is left to be sent again".formatted(original));
      }
      append(campaigns, first, new CampaignId(original + ENDING + number), wanted, out);
    }
  }

  private void append(
      Campaigns campaigns, Campaign original, CampaignId id, Set<String> wanted, PrintWriter out)
      throws InterruptedException {
    Instant now = Instant.now();
    int failed = wanted.size();
    long[] optedOut = {0};
    String[] template = {""};
    String ending = id.value().substring(original.id().value().length());
    try (CampaignTransaction transaction = CampaignTransaction.begin(connection, tenant, id)) {
      campaigns.refresh();
      if (campaigns.find(tenant, id).isPresent()) {
        throw new CannotStart("campaign '%s' has just been started".formatted(id));
      }
      readMessages(
          message -> {
            if (!original.id().equals(message.campaign()) || !wanted.remove(message.messageId())) {
              return;
            }
            if (optOuts.isOptedOut(tenant, message.channel(), message.recipient())) {
              optedOut[0]++;
              return;
            }
            template[0] = templateOf(message.body());
            transaction.append(again(message, id, message.messageId() + ending, now));
          });
      if (transaction.appended() == 0) {
        throw new CannotStart(
            "nothing was sent: of %,d failed messages %,d are to people who opted out, and %,d are not kept any more"
                .formatted(failed, optedOut[0], wanted.size()));
      }
      CampaignPlan plan = plan(original, template[0], now);
      transaction.commit(
          new Campaign(tenant, id, State.RUNNING, transaction.appended(), null, now, plan));
      out.printf(
          "started %s: %s sent again, %,d opted out, %,d not kept any more%n",
          id, Words.count(transaction.appended(), "message"), optedOut[0], wanted.size());
    }
  }

  private void refuseUnderWay(Campaign campaign) {
    switch (campaign.state()) {
      case PAUSED, CANCELLED, DONE -> {}
      case RUNNING, SCHEDULED -> {
        List<CampaignCount> counts = books.read(tenant, campaign.id());
        if (counts.isEmpty() || !StatusTable.isOver(counts.getFirst())) {
          throw new CannotStart(
              "campaign '%s' is still under way; wait for its end, or pause or cancel it first"
                  .formatted(campaign.id()));
        }
      }
    }
  }

  /// Leaves out what earlier repetitions hold and have not failed to send.
  ///
  /// @return the number of the next repetition
  private int withoutRepeated(Campaigns campaigns, CampaignId original, Set<String> wanted) {
    Map<CampaignId, String> repetitions = new HashMap<>();
    int number = 1;
    CampaignId id = new CampaignId(original + ENDING + number);
    while (campaigns.find(tenant, id).isPresent()) {
      refuseUnderWay(campaigns.get(tenant, id));
      repetitions.put(id, ENDING + number);
      number++;
      id = new CampaignId(original + ENDING + number);
    }
    if (repetitions.isEmpty()) {
      return number;
    }
    Map<CampaignId, Set<String>> failedAgain = new HashMap<>();
    repetitions
        .keySet()
        .forEach(one -> failedAgain.put(one, books.failedIds(tenant, one, unknownToo)));
    readMessages(
        message -> {
          @Nullable CampaignId campaign = message.campaign();
          @Nullable String ending = campaign == null ? null : repetitions.get(campaign);
          if (campaign != null
              && ending != null
              && !failedAgain.getOrDefault(campaign, Set.of()).contains(message.messageId())) {
            wanted.remove(withoutEnding(message.messageId(), ending));
          }
        });
    return number;
  }

  private static String withoutEnding(String id, String ending) {
    return id.endsWith(ending) ? id.substring(0, id.length() - ending.length()) : id;
  }

  /// Everything that was appended for the tenant's campaigns and is still kept. What was parked
  /// occurs more than once.
  private void readMessages(Consumer<OutboundMessage> each) {
    Topic<String, OutboundMessage> topic = Topics.CAMPAIGN_OF.of(tenant);
    Topic<String, byte[]> bytes =
        new Topic<>(
            topic.name(), topic.keys(), Serdes.ByteArray(), topic.retention(), topic.partitions());
    try (TopicTail<byte[]> tail = TopicTail.of(bytes, connection)) {
      tail.readToEnd(
          record -> {
            try {
              OutboundMessage message =
                  topic.values().deserializer().deserialize(topic.name(), record.value());
              if (message != null) {
                each.accept(message);
              }
            } catch (SerializationException e) {
              // The dispatcher has put it aside; it has no outcome.
            }
          });
    }
  }

  private static OutboundMessage again(
      OutboundMessage message, CampaignId campaign, String id, Instant now) {
    return new OutboundMessage(
        message.tenant(),
        id,
        campaign,
        message.channel(),
        message.recipient(),
        message.body(),
        now,
        message.times());
  }

  private static CampaignPlan plan(Campaign original, String template, Instant now) {
    @Nullable CampaignPlan plan = original.plan();
    return plan == null
        ? new CampaignPlan(template, now, null, null, null, original.id())
        : new CampaignPlan(
            plan.template(), now, null, plan.ratePerSecond(), plan.quietHours(), original.id());
  }

  private static String templateOf(Body body) {
    return body instanceof Body.Template template ? template.name() : "text";
  }
}
