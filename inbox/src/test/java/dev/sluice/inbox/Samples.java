package dev.sluice.inbox;

import dev.sluice.inbox.TenantBatch.Arrival;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.DeliveryOutcome.Delivery;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Priority;
import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.ProviderError;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.StageTimes;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// What travels in the inbox's topics, as a test needs it.
final class Samples {

  static final Instant RECEIVED = Instant.parse("2026-11-20T10:00:00.123456Z");
  static final Instant DUE = Instant.parse("2026-11-20T18:00:00.123456Z");
  private static final long MICROS = Times.micros(RECEIVED);
  private static final Provenance MODEL = new Provenance("lexicon-1", Provenance.Source.EMBEDDED);

  private Samples() {}

  static InboxItem item(TenantId tenant, String messageId) {
    return item(tenant, messageId, "5511900000001", "my card is gone", 40);
  }

  static InboxItem item(
      TenantId tenant, String messageId, String customer, String words, int score) {
    return new InboxItem(
        new InboundMessage(
            tenant,
            Channel.WHATSAPP,
            messageId,
            "105551234567",
            new Address(customer),
            "Ana",
            RECEIVED.minusSeconds(1),
            RECEIVED,
            new Content.Text(words)),
        new Sentiment(Sentiment.Label.NEGATIVE, 0.9, 0.93, MODEL),
        new Category("fraud", 0.8, MODEL),
        Priority.of(List.of(new Priority.Reason("category fraud", score))).dueAt(DUE),
        "general",
        new StageTimes(MICROS, MICROS + 1, MICROS + 2, MICROS + 3, MICROS + 4));
  }

  static Arrival arrival(TenantId tenant, String messageId) {
    return new Arrival(messageId, item(tenant, messageId));
  }

  static Arrival arrival(TenantId tenant, String messageId, int score) {
    return new Arrival(messageId, item(tenant, messageId, "5511900000001", "hello", score));
  }

  /// One that is due at a time, or nobody has said when.
  static Arrival arrival(TenantId tenant, String messageId, int score, @Nullable Instant due) {
    InboxItem item = item(tenant, messageId, "5511900000001", "hello", score);
    Priority priority = item.priority();
    return new Arrival(
        messageId,
        new InboxItem(
            item.message(),
            item.sentiment(),
            item.category(),
            new Priority(priority.score(), priority.band(), priority.reasons(), due),
            item.inbox(),
            item.stages()));
  }

  static TenantBatch messages(Arrival... arrivals) {
    return new TenantBatch(List.of(arrivals), List.of(), List.of());
  }

  static TenantBatch outcomes(DeliveryOutcome... outcomes) {
    return new TenantBatch(List.of(), List.of(outcomes), List.of());
  }

  static TenantBatch statuses(ProviderStatus... statuses) {
    return new TenantBatch(List.of(), List.of(), List.of(statuses));
  }

  static Delivery delivery(TenantId tenant, String messageId, Instant finishedAt) {
    return new Delivery(
        tenant,
        messageId,
        new CampaignId("spring"),
        Channel.WHATSAPP,
        new Address("5511900000002"),
        1,
        RECEIVED,
        finishedAt);
  }

  static DeliveryOutcome accepted(TenantId tenant, String messageId, String providerId) {
    return new DeliveryOutcome.Accepted(
        delivery(tenant, messageId, RECEIVED.plusSeconds(1)), providerId);
  }

  static ProviderStatus status(
      TenantId tenant,
      String providerId,
      ProviderStatus.State state,
      @Nullable String correlation) {
    return new ProviderStatus(
        tenant,
        Channel.WHATSAPP,
        providerId,
        state,
        new Address("5511900000002"),
        RECEIVED.plusSeconds(10L + LatestStatus.rankOf(state)),
        correlation,
        state == ProviderStatus.State.FAILED
            ? List.of(new ProviderError(131026, "Message undeliverable"))
            : List.of());
  }

  /// An id no index entry can hold, however it is compressed.
  static String incompressible(int length) {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(Long.toHexString(random.nextLong()));
    }
    return text.toString();
  }
}
