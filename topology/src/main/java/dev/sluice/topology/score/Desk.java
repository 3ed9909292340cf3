package dev.sluice.topology.score;

import dev.sluice.enrichers.CategoryTable;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Priority;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import dev.sluice.topology.join.Understood;

/// Scores and routes by the settings the tenant has at that moment.
public final class Desk {

  /// What a category adds when its tenant is not known and nobody can look it up: as much as the
  /// unknown category of the shipped table.
  private static final int UNKNOWN_TENANT_WEIGHT = 25;

  private final Tenants tenants;

  public Desk(Tenants tenants) {
    this.tenants = tenants;
  }

  public Scored score(Understood message) {
    return new Scored(message, PriorityScore.of(message, weight(message)));
  }

  public InboxItem route(Scored scored) {
    Understood message = scored.understood();
    return new InboxItem(
        message.message(),
        message.sentiment(),
        message.category(),
        scored.priority(),
        inbox(message, scored.priority()),
        message.stages());
  }

  /// Whether the tenant asked for a topic of its own.
  public boolean wantsOwnTopic(String key, InboxItem item) {
    return tenants.find(item.message().tenant()).map(it -> it.routing().ownTopic()).orElse(false);
  }

  private int weight(Understood message) {
    Category category = message.category();
    return tenants
        .find(tenant(message))
        .map(tenant -> CategoryTable.weightOf(tenant, category.name()))
        .orElse(UNKNOWN_TENANT_WEIGHT);
  }

  private String inbox(Understood message, Priority priority) {
    return tenants
        .find(tenant(message))
        .map(Tenant::routing)
        .map(
            routing ->
                InboxRouting.inboxOf(
                    routing,
                    message.category().name(),
                    message.message().channel(),
                    priority.score()))
        .orElse(InboxRouting.NOBODYS);
  }

  private static TenantId tenant(Understood message) {
    return message.message().tenant();
  }
}
