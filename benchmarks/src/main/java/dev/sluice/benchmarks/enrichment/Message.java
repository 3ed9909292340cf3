package dev.sluice.benchmarks.enrichment;

import dev.sluice.benchmarks.enrichment.CallTimes.Calls;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.simulator.wire.MetaPayloads;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A message that will be sent.
///
/// @param id unique within a run of the scenario; also the first word of its text
/// @param customer its conversation within the tenant
/// @param atNanos when, counted from the beginning of its plan
/// @param calls how long the models will take over it
record Message(
    String id, TenantId tenant, String customer, long atNanos, Calls calls, String words) {

  /// The webhook as the gateway appends it.
  ProducerRecord<String, byte[]> webhook() {
    Instant now = Instant.now();
    byte[] body =
        MetaPayloads.whatsApp(BenchTenants.phoneNumberId(tenant))
            .at(now)
            .text(id, customer, words)
            .bytes();
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topics.WEBHOOKS.name(), tenant.value(), body);
    WebhookHeaders.put(record.headers(), WebhookHeaders.ID, UUID.randomUUID().toString());
    WebhookHeaders.put(record.headers(), WebhookHeaders.SOURCE, "/webhooks/" + tenant);
    WebhookHeaders.put(record.headers(), WebhookHeaders.TYPE, WebhookHeaders.WEBHOOK);
    WebhookHeaders.put(record.headers(), WebhookHeaders.TIME, now.toString());
    WebhookHeaders.put(record.headers(), WebhookHeaders.SPEC_VERSION, "1.0");
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    WebhookHeaders.put(record.headers(), WebhookHeaders.RECEIVED_AT, Long.toString(micros));
    return record;
  }

  /// The id of the message with that text.
  static String idIn(String words) {
    int space = words.indexOf(' ');
    return space < 0 ? words : words.substring(0, space);
  }
}
