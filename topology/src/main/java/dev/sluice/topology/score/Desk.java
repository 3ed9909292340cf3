package dev.sluice.topology.score;

import dev.sluice.enrichers.CategoryTable;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Priority;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import dev.sluice.topology.join.Understood;
import dev.sluice.topology.repeats.Counted;
import java.time.Duration;
import java.util.Optional;

/// Scores and routes by the settings the tenant has at that moment. Thread-safe.
public final class Desk {

  /// What a category adds when its tenant is not known and nobody can look it up: as much as the
  /// unknown category of the shipped table.
  private static final int UNKNOWN_TENANT_WEIGHT = 25;

  private final Tenants tenants;
  private final Scales scales = new Scales();

  public Desk(Tenants tenants) {
    this.tenants = tenants;
  }

  /// The message's priority, due as its tenant allows the band from the receipt on.
  public Scored score(Counted counted) {
    Understood message = counted.understood();
    Optional<Tenant> tenant = tenants.find(tenant(message));
    Scale scale = tenant.map(scales::of).orElse(Scale.DEFAULT);
    int categoryWeight =
        tenant
            .map(known -> CategoryTable.weightOf(known, message.category().name()))
            .orElse(UNKNOWN_TENANT_WEIGHT);
    Priority priority = PriorityScore.of(counted, categoryWeight, scale);
    Duration allowed = scale.weights().due().of(priority.band());
    return new Scored(message, priority.dueAt(message.message().receivedAt().plus(allowed)));
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
