package dev.sluice.schemas;

import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// Every topic of Sluice, declared once. Services meet only here.
///
/// Partitions of shared topics are keyed by tenant, so one tenant's records keep their order. 8 is
/// enough to spread a few dozen tenants over the stream threads of a small cluster; an operator who
/// needs more creates the topics beforehand, and they are left as they are.
public final class Topics {

  private static final int SHARED_PARTITIONS = 8;

  /// One owner per tenant, so that a bound on what is in flight holds for the whole cluster without
  /// a lock.
  private static final int OWNED_PARTITIONS = 1;

  private static final Retention WEEK_AND_A_DAY = Retention.days(8);
  private static final Retention MONTH = Retention.days(30);

  private static final Serde<String> TEXT = Serdes.String();
  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  /// The bytes exactly as posted, one record per webhook; of a webhook for several tenants behind
  /// one app each tenant's part of them. Key tenant; headers as in [WebhookHeaders].
  public static final Topic<String, byte[]> WEBHOOKS =
      new Topic<>("webhooks", TEXT, BYTES, WEEK_AND_A_DAY, SHARED_PARTITIONS);

  /// Signed deliveries that could not be read or attributed; key tenant or `unknown`.
  public static final Topic<String, byte[]> WEBHOOKS_QUARANTINE =
      new Topic<>("webhooks.quarantine", TEXT, BYTES, MONTH, 1);

  /// Messages understood, scored and routed; key tenant.
  public static final Topic<String, InboxItem> INBOX =
      shared("inbox", InboxItem.class, WEEK_AND_A_DAY);

  /// The same, for tenants that ask for a topic of their own; key conversation.
  public static final TopicFamily<String, InboxItem> INBOX_OF = owned("inbox", InboxItem.class);

  /// Delivery statuses from providers; key tenant.
  public static final Topic<String, ProviderStatus> STATUSES =
      shared("statuses", ProviderStatus.class, WEEK_AND_A_DAY);

  /// What channels tell about the tenants' own assets; key tenant. For operators: no service reads
  /// it.
  public static final Topic<String, OperatorEvent> OPERATOR_EVENTS =
      new Topic<>("operator-events", TEXT, json("operator-events", OperatorEvent.class), MONTH, 1);

  /// What could not be processed: original bytes, and where and why in the headers
  /// ([DeadLetterHeaders]); key tenant.
  public static final Topic<String, byte[]> DEAD_LETTERS =
      new Topic<>("dead-letters", TEXT, BYTES, MONTH, 1);

  /// Bulk messages to be sent; key recipient.
  public static final TopicFamily<String, OutboundMessage> CAMPAIGN_OF =
      owned("campaign", OutboundMessage.class);

  /// Replies to be sent, ahead of any bulk; key conversation.
  public static final TopicFamily<String, OutboundMessage> REPLIES_OF =
      owned("replies", OutboundMessage.class);

  /// The state of each campaign; key `tenant/campaign`.
  public static final Topic<String, Campaign> CAMPAIGNS =
      new Topic<>(
          "campaigns", TEXT, json("campaigns", Campaign.class), new Retention.LatestPerKey(), 1);

  /// What became of each outbound message; key tenant.
  public static final Topic<String, DeliveryOutcome> DISPATCH_RESULTS =
      shared("dispatch.results", DeliveryOutcome.class, MONTH);

  /// Sends that wait longer than the dispatcher keeps in memory; key tenant.
  public static final Topic<String, DelayedSend> DISPATCH_RETRY =
      shared("dispatch.retry", DelayedSend.class, WEEK_AND_A_DAY);

  /// Who the tenants are; key tenant.
  public static final Topic<String, Tenant> TENANTS =
      new Topic<>("tenants", TEXT, json("tenants", Tenant.class), new Retention.LatestPerKey(), 1);

  /// Who is not to be written to; key `tenant/channel/address`. Personal data.
  public static final Topic<String, OptOut> OPT_OUTS =
      new Topic<>(
          "opt-outs", TEXT, json("opt-outs", OptOut.class), new Retention.LatestPerKey(), 1);

  /// The topics all tenants share.
  public static final List<Topic<?, ?>> SHARED =
      List.of(
          WEBHOOKS,
          WEBHOOKS_QUARANTINE,
          INBOX,
          STATUSES,
          OPERATOR_EVENTS,
          DEAD_LETTERS,
          CAMPAIGNS,
          DISPATCH_RESULTS,
          DISPATCH_RETRY,
          TENANTS,
          OPT_OUTS);

  /// The topics each tenant has of its own.
  public static final List<TopicFamily<?, ?>> PER_TENANT =
      List.of(INBOX_OF, CAMPAIGN_OF, REPLIES_OF);

  private Topics() {}

  private static <V> Topic<String, V> shared(String name, Class<V> type, Retention retention) {
    return new Topic<>(name, TEXT, json(name, type), retention, SHARED_PARTITIONS);
  }

  private static <V> TopicFamily<String, V> owned(String prefix, Class<V> type) {
    return new TopicFamily<>(
        prefix, TEXT, json(prefix + ".<tenant>", type), WEEK_AND_A_DAY, OWNED_PARTITIONS);
  }

  private static <V> Serde<V> json(String topic, Class<V> type) {
    return JsonSerde.of(topic, type);
  }
}
