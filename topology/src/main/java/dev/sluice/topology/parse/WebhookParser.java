package dev.sluice.topology.parse;

import static dev.sluice.schemas.DeadLetterHeaders.Reason.INCOMPLETE;
import static dev.sluice.schemas.DeadLetterHeaders.Reason.UNREADABLE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.TenantId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// Reads a webhook of any of the three channels into its elements, in the order they were sent.
///
/// Every element of every change of every entry is read: Meta batches up to 1000 in one post. What
/// is not known becomes an unsupported message rather than an error; what is about the tenant's own
/// assets is for the operator; what ought to name a customer and does not is rejected. The table of
/// shapes is in docs/webhooks.md.
///
/// Every message has an id, and what comes out is bounded by what went in. Of a field that is there
/// twice the last counts. Pure and thread-safe.
public final class WebhookParser {

  private WebhookParser() {}

  /// @param body the bytes as posted
  /// @param receivedAt when the gateway took them
  /// @return at least one element, unless the webhook is well-formed and empty; at most 10,000
  public static List<Parsed> parse(TenantId tenant, byte[] body, Instant receivedAt) {
    JsonNode root;
    try {
      root = Json.mapper().readTree(body);
    } catch (IOException e) {
      return List.of(new Parsed.Rejected(UNREADABLE, "the body is not JSON"));
    }
    Elements elements = new Elements();
    if (root.isArray()) {
      root.forEach(envelope -> readEnvelope(tenant, envelope, receivedAt, elements));
    } else {
      readEnvelope(tenant, root, receivedAt, elements);
    }
    return elements.all();
  }

  private static void readEnvelope(
      TenantId tenant, JsonNode envelope, Instant receivedAt, Elements elements) {
    JsonNode entries = envelope.path("entry");
    if (!entries.isArray()) {
      elements.add(new Parsed.Rejected(UNREADABLE, "the envelope has no list of entries"));
      return;
    }
    switch (envelope.path("object").asText()) {
      case "whatsapp_business_account" ->
          new WhatsAppReader(tenant, receivedAt, elements).readAll(entries);
      case "page" ->
          new MessagingReader(tenant, Channel.MESSENGER, receivedAt, elements).readAll(entries);
      case "instagram" ->
          new MessagingReader(tenant, Channel.INSTAGRAM, receivedAt, elements).readAll(entries);
      default ->
          elements.add(new Parsed.Rejected(INCOMPLETE, "the envelope names no channel we read"));
    }
  }
}
