package dev.sluice.enrichers.embedded;

import dev.sluice.schemas.CategoryRule;
import dev.sluice.schemas.CategoryTopic;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import java.util.List;

/// Tenants and categories for tests.
final class Tenants {

  private Tenants() {}

  static Tenant with(CategoryRule... rules) {
    return named("acme", rules);
  }

  static Tenant named(String id, CategoryRule... rules) {
    SecretRef secret = new SecretRef("env:TEST");
    return Tenant.of(
        new TenantId(id),
        null,
        new Tenant.Webhooks(List.of(secret), secret, List.of()),
        null,
        null,
        List.of(rules),
        null);
  }

  /// A category of one topic.
  static CategoryRule category(String name, String... examples) {
    return new CategoryRule(
        name, 30, List.of(), List.of(new CategoryTopic(name, List.of(examples))));
  }

  static final CategoryRule PARCELS =
      category(
          "parcels",
          "where is my parcel",
          "my order has not arrived yet",
          "the courier left my package in the rain",
          "when will you deliver my order",
          "the tracking number does not work",
          "my delivery is late again");

  static final CategoryRule HOURS =
      category(
          "hours",
          "what time do you open",
          "are you open on sunday",
          "when does the shop close tonight",
          "what are your opening hours on holidays",
          "is the branch open on saturday",
          "how late can I come by");
}
