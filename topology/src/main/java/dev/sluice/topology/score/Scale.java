package dev.sluice.topology.score;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.Models;
import dev.sluice.schemas.PriorityRules;
import dev.sluice.schemas.PriorityRules.Tier;
import dev.sluice.schemas.Tenant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A tenant's priority settings as scoring reads them. Immutable and thread-safe.
///
/// @param tiers the highest tier of each customer who is in one
record Scale(PriorityRules weights, Map<String, Tier> tiers, HardWords words) {

  /// Of a message whose tenant is not, or no longer, known.
  static final Scale DEFAULT =
      new Scale(
          PriorityRules.DEFAULT,
          Map.of(),
          HardWords.compile(ShippedRules.of(Models.DEFAULT.taxonomy())));

  static Scale of(Tenant tenant) {
    Map<String, Tier> tiers = new HashMap<>();
    for (Tier tier : tenant.priority().tiers()) {
      for (String customer : tier.customers()) {
        tiers.merge(customer, tier, (one, other) -> other.points() > one.points() ? other : one);
      }
    }
    return new Scale(
        tenant.priority(), Map.copyOf(tiers), HardWords.compile(ShippedRules.of(tenant)));
  }

  /// By the id the customer is known under, else by the phone number behind it.
  Optional<Tier> tierOf(InboundMessage message) {
    @Nullable Address phone = message.phone();
    return Optional.ofNullable(tiers.get(message.customer().value()))
        .or(() -> Optional.ofNullable(phone == null ? null : tiers.get(phone.value())));
  }
}
