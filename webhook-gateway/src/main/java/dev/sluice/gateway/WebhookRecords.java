package dev.sluice.gateway;

import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topic;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Makes the records that deliveries are kept as: the bytes as posted, and CloudEvents' attributes
/// beside them.
final class WebhookRecords {

  private WebhookRecords() {}

  static ProducerRecord<String, byte[]> webhook(Delivery delivery, TenantId tenant, byte[] body) {
    return record(Topics.WEBHOOKS, delivery, tenant.value(), body);
  }

  /// @param key the tenant it was posted to, or `unknown`
  /// @param reason why it is in quarantine, in our words
  static ProducerRecord<String, byte[]> quarantined(
      Delivery delivery, String key, byte[] body, String reason) {
    ProducerRecord<String, byte[]> record = record(Topics.WEBHOOKS_QUARANTINE, delivery, key, body);
    WebhookHeaders.put(record.headers(), WebhookHeaders.REASON, reason);
    return record;
  }

  private static ProducerRecord<String, byte[]> record(
      Topic<String, byte[]> topic, Delivery delivery, String key, byte[] body) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic.name(), key, body);
    Headers headers = record.headers();
    Instant receivedAt = delivery.receivedAt();
    WebhookHeaders.put(headers, WebhookHeaders.ID, UUID.randomUUID().toString());
    WebhookHeaders.put(headers, WebhookHeaders.SOURCE, delivery.path());
    WebhookHeaders.put(headers, WebhookHeaders.TYPE, WebhookHeaders.WEBHOOK);
    WebhookHeaders.put(headers, WebhookHeaders.TIME, receivedAt.toString());
    WebhookHeaders.put(headers, WebhookHeaders.SPEC_VERSION, "1.0");
    WebhookHeaders.put(headers, WebhookHeaders.RECEIVED_AT, Long.toString(micros(receivedAt)));
    @Nullable String traceParent = delivery.traceParent();
    if (traceParent != null && TraceParent.isLegal(traceParent)) {
      WebhookHeaders.put(headers, WebhookHeaders.TRACE_PARENT, traceParent);
    }
    return record;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
