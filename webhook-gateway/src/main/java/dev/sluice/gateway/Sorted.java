package dev.sluice.gateway;

import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A verified body as the records it is kept in, one for each tenant in it and one for each reason
/// of quarantine.
///
/// @param tenants whose deliveries are among them
/// @param reasons of quarantine
record Sorted(
    List<ProducerRecord<String, byte[]>> records, List<TenantId> tenants, List<String> reasons) {

  /// A body for a tenant that lists no assets: all of it is that tenant's.
  static Sorted whole(Delivery delivery, Tenant tenant, byte[] body) {
    TenantId id = tenant.id();
    return JsonSyntax.isJson(body)
        ? new Sorted(List.of(WebhookRecords.webhook(delivery, id, body)), List.of(id), List.of())
        : unreadable(delivery, id.value(), body, "not JSON");
  }

  /// A body of which assets tell whose it is.
  static Sorted by(Attribution attribution, Delivery delivery, byte[] body) {
    return switch (BodyReader.read(body)) {
      case Reading.Unreadable(String reason) ->
          unreadable(delivery, attribution.unreadableKey(), body, reason);
      case Reading.Found(Piece whole) -> {
        Map<Owner, byte[]> shares = Splitter.split(body, whole, attribution.owners());
        yield shares.isEmpty()
            ? unreadable(
                delivery, attribution.unreadableKey(), body, "too many tenants to be split")
            : of(shares, delivery);
      }
    };
  }

  /// Nothing of it is anybody's.
  boolean isQuarantine() {
    return tenants.isEmpty();
  }

  private static Sorted of(Map<Owner, byte[]> shares, Delivery delivery) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    List<TenantId> tenants = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    shares.forEach(
        (owner, share) -> {
          switch (owner) {
            case Owner.Known(TenantId tenant) -> {
              records.add(WebhookRecords.webhook(delivery, tenant, share));
              tenants.add(tenant);
            }
            case Owner.Nobody(String key, String reason) -> {
              records.add(WebhookRecords.quarantined(delivery, key, share, reason));
              reasons.add(reason);
            }
          }
        });
    return new Sorted(List.copyOf(records), List.copyOf(tenants), List.copyOf(reasons));
  }

  private static Sorted unreadable(Delivery delivery, String key, byte[] body, String reason) {
    return new Sorted(
        List.of(WebhookRecords.quarantined(delivery, key, body, reason)),
        List.of(),
        List.of(reason));
  }
}
